import { readdirSync, readFileSync } from 'node:fs';
import { HermodError } from '@hermod/contracts';

/** Linux counts processor time in hundredths of a second (USER_HZ), whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100;

/** What /proc/<pid>/stat says of a process, in seconds. Source: proc_pid_stat(5). */
export interface ProcessTime {
  readonly parent: number;
  /** User and system time of all its threads. */
  readonly own: number;
  /** The same of children that have ended and were waited for. */
  readonly ended: number;
}

/**
 * Refuses a machine on which processor time can't be read by process.
 * @throws HermodError BENCH_NEEDS_LINUX.
 */
export function requireProc(): void {
  if (process.platform === 'linux') return;
  throw new HermodError(
    'BENCH_NEEDS_LINUX',
    'The benchmark reads processor time from /proc, which only Linux has: run it on Linux, for example in a container.',
  );
}

/** Reads one line of /proc/<pid>/stat; the name in it may hold blanks and brackets. */
export function parseStat(line: string): ProcessTime {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const ticks = (index: number): number => Number(fields[index] ?? 0) / TICKS_PER_SECOND;
  return { parent: Number(fields[1]), own: ticks(11) + ticks(12), ended: ticks(13) + ticks(14) };
}

/** Processor time of one process so far, in seconds; 0 when it is gone. */
export function timeOf(pid: number): number {
  return statOf(pid)?.own ?? 0;
}

/** Processor time of a process with all its children, those that have ended included, in seconds. */
export function timeOfFamily(pid: number): number {
  const head = statOf(pid);
  if (head === undefined) return 0;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === pid);
  return children.reduce((sum, child) => sum + (child?.own ?? 0), head.own + head.ended);
}

function statOf(pid: number): ProcessTime | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // It ended between the listing and the reading.
    return undefined;
  }
}

/** Processor time of the whole machine so far, in seconds, all cores together. Source: proc_stat(5). */
export function timeOfMachine(text = readFileSync('/proc/stat', 'utf8')): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = text
    .slice(0, text.indexOf('\n'))
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND;
}
