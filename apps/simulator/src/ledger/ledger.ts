import { createReadStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Protocol } from '../faults/faults.ts';
import { AppendLog } from './append-log.ts';

/** How a provider call ended. What begins with accepted, and both `…AfterAccept`, reached the provider's books. */
export type Outcome =
  'accepted' | 'repeated' | 'refused' | 'throttled' | 'error' | 'errorAfterAccept' | 'resetAfterAccept';

/** One provider call. Instants are ISO 8601 in UTC. */
export interface LedgerLine {
  /** When the call came in. */
  readonly time: string;
  /** When the provider took the message; null when it didn't, or had it already. Decides what the person got. */
  readonly acceptedAt: string | null;
  /** When the answer went out; null when none did (connection reset, or the caller had hung up). */
  readonly respondedAt: string | null;
  readonly protocol: Protocol;
  /** The provider's id of the message; null when nothing was accepted. */
  readonly providerId: string | null;
  /** The caller's id of the message, as far as the protocol carries one. */
  readonly reference: string | null;
  /** The address as it stood in the call. */
  readonly recipient: string | null;
  readonly body: string | null;
  readonly outcome: Outcome;
}

/** Lines that `GET /ledger` can go back; the file has them all. */
const KEPT_LINES = 100_000;
/** A file beyond this size is set aside at the next start. */
const KEPT_BYTES = 64 * 1024 * 1024;

interface Kept {
  readonly time: string;
  readonly json: string;
}

/** Every provider call, in memory and in a file of JSON lines that outlives the process. */
export class Ledger {
  readonly #log: AppendLog;
  #kept: Kept[];
  /** Number of the line after the newest: how many there have been in this file. */
  #next: number;

  private constructor(log: AppendLog, kept: Kept[], next: number) {
    this.#log = log;
    this.#kept = kept;
    this.#next = next;
  }

  /** Opens `ledger.jsonl` in the folder and takes up what an earlier process wrote. */
  static async open(folder: string): Promise<Ledger> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'ledger.jsonl');
    const log = await AppendLog.open(path, KEPT_BYTES);
    const { kept, count } = await readKept(path);
    return new Ledger(log, kept, count);
  }

  /** Resolves when the line is written; the answer to the call waits for that. */
  append(line: LedgerLine): Promise<void> {
    const json = `${JSON.stringify(line)}\n`;
    this.#kept.push({ time: line.time, json });
    this.#next += 1;
    // Cut in halves: shifting the array at every line would cost more than the lines.
    if (this.#kept.length > 2 * KEPT_LINES) this.#kept = this.#kept.slice(-KEPT_LINES);
    return this.#log.append(json);
  }

  /** Number to ask for next time, to see only what came after. */
  get next(): number {
    return this.#next;
  }

  /** The lines from number `from` (counted from 0) on, as JSON lines, oldest first. */
  linesFrom(from: number): string {
    const oldest = this.#next - this.#kept.length;
    return jsonLines(this.#kept.slice(Math.max(0, from - oldest)));
  }

  /** The lines of calls that came in at `instant` or later, in the order in which they were answered. */
  linesSince(instant: Date): string {
    const since = instant.toISOString();
    return jsonLines(this.#kept.filter((line) => line.time >= since));
  }

  /** Writes what is left and closes the file. */
  close(): Promise<void> {
    return this.#log.close();
  }
}

function jsonLines(lines: readonly Kept[]): string {
  return lines.map((line) => line.json).join('');
}

/** The newest lines of a ledger file. A last line that a killed process tore is left out. */
async function readKept(path: string): Promise<{ kept: Kept[]; count: number }> {
  const kept: Kept[] = [];
  let count = 0;
  if (!existsSync(path)) return { kept, count };
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const time = /^\{"time":"([^"]+)".*\}$/.exec(line)?.[1];
    if (time === undefined) continue;
    count += 1;
    kept.push({ time, json: `${line}\n` });
    if (kept.length > 2 * KEPT_LINES) kept.splice(0, KEPT_LINES);
  }
  return { kept, count };
}
