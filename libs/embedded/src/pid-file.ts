import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { HermodError } from '@hermod/contracts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

/** What a pid file says: the process, and who started it. */
interface PidRecord {
  readonly process: ProcessIdentity;
  readonly starter: ProcessIdentity;
}

/** Notes a process that this one has just started. */
export function writePidFile(file: string, pid: number): void {
  const started = identify(pid);
  const starter = identify(process.pid);
  if (started === undefined || starter === undefined) return;
  writeFileSync(file, JSON.stringify({ process: started, starter } satisfies PidRecord));
}

/** Forgets it. */
export function removePidFile(file: string): void {
  rmSync(file, { force: true });
}

/**
 * Makes room for a new process: stops the one that a crashed run left behind. Only a process that the file
 * names exactly (id and start) and whose starter is gone is touched.
 * @throws HermodError ALREADY_RUNNING when the starter still lives.
 */
export async function stopLeftover(
  file: string,
  name: string,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  const record = readPidFile(file);
  if (record !== undefined && isAlive(record.process)) {
    if (isAlive(record.starter)) {
      throw new HermodError(
        'ALREADY_RUNNING',
        `${name} of this folder already runs (started by process ${record.starter.pid}); stop that one first`,
      );
    }
    await terminate(record.process, signal);
  }
  removePidFile(file);
}

/** True when the process that wrote the file is gone, so that what it made may be removed. */
export function isOrphaned(file: string): boolean {
  const record = readPidFile(file);
  return record === undefined || !isAlive(record.starter);
}

function readPidFile(file: string): PidRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isPidRecord(record) ? record : undefined;
  } catch {
    // No file, or one that was cut short by a crash: nothing is known, so nothing may be stopped.
    return undefined;
  }
}

function isPidRecord(value: unknown): value is PidRecord {
  const record = value as Partial<PidRecord> | null;
  return typeof record?.process?.pid === 'number' && typeof record.starter?.pid === 'number';
}

/** Asks politely for ten seconds, then kills. It isn't our child, so its end has to be looked for. */
async function terminate(target: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  signalIfThere(target.pid, signal);
  const deadline = Date.now() + 10_000;
  while (isAlive(target)) {
    if (Date.now() > deadline) signalIfThere(target.pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended by itself a moment ago, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
