import { HermodError } from '@hermod/contracts';
import type { System } from '../system/system.ts';

/** How often somebody who follows the ledger looks at it. */
export const QUIET_LEDGER_MS = 200;
const READ_WITHIN_MS = 60_000;

/** A line of the simulator's ledger, as far as it is of interest here. Instants in milliseconds of the epoch. */
export interface LedgerEntry {
  readonly protocol: string;
  /** A message's id, or an attempt's where the protocol carries that. */
  readonly message: string | undefined;
  /** What the provider calls it. */
  readonly providerId: string | undefined;
  readonly to: string | undefined;
  /** What a person reads; of a mail its subject and its text. */
  readonly body: string | undefined;
  readonly receivedAt: number;
  readonly acceptedAt: number | undefined;
  readonly respondedAt: number | undefined;
  readonly outcome: string;
}

/** Reads the simulator's ledger: once whole, or what is new each time. */
export class LedgerReader {
  readonly #system: System;
  #next = 0;

  constructor(system: System) {
    this.#system = system;
  }

  /** What came since the last time. */
  async news(): Promise<LedgerEntry[]> {
    const { entries, next } = await this.#read(this.#next);
    this.#next = next;
    return entries;
  }

  /** Every line from the first. */
  async whole(): Promise<LedgerEntry[]> {
    return (await this.#read(0)).entries;
  }

  async #read(from: number): Promise<{ entries: LedgerEntry[]; next: number }> {
    const response = await fetch(`${this.#system.simulatorUrl}/ledger?since=${from}`, {
      signal: AbortSignal.timeout(READ_WITHIN_MS),
    });
    const text = await response.text();
    const next = Number(response.headers.get('x-ledger-next'));
    if (!response.ok || !Number.isInteger(next))
      throw new HermodError('NEMESIS_LEDGER', `the simulator's ledger can't be read: ${response.status}`);
    const lines = text.split('\n').filter((line) => line !== '');
    return { entries: lines.map((line) => toEntry(JSON.parse(line) as Line)), next };
  }
}

interface Line {
  readonly time: string;
  readonly acceptedAt: string | null;
  readonly respondedAt: string | null;
  readonly protocol: string;
  readonly reference: string | null;
  readonly recipient: string | null;
  readonly providerId: string | null;
  readonly body: string | null;
  readonly outcome: string;
}

function toEntry(line: Line): LedgerEntry {
  const instant = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text));
  return {
    protocol: line.protocol,
    message: line.reference ?? undefined,
    providerId: line.providerId ?? undefined,
    to: line.recipient ?? undefined,
    body: line.body ?? undefined,
    receivedAt: Date.parse(line.time),
    acceptedAt: instant(line.acceptedAt),
    respondedAt: instant(line.respondedAt),
    outcome: line.outcome,
  };
}
