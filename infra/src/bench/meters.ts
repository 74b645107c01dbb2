import { loadavg } from 'node:os';
import { SERVICES, type ServiceName } from '../system/services.ts';
import { timeOf, timeOfFamily, timeOfMachine } from './processor-time.ts';
import type { Rig } from './rig.ts';

/** What is counted: Hermod with what it stands on, and apart from it the outside world. */
export const COUNTED = [
  'gateway',
  'routing',
  'consent',
  'delivery',
  'receipts',
  'broker',
  'PostgreSQL',
] as const;
export const APART = ['simulator', 'generator'] as const;
export type Metered = (typeof COUNTED)[number] | (typeof APART)[number];

/** Where the meters stand. */
export interface Reading {
  /** Milliseconds, monotonic. */
  readonly at: number;
  /** Seconds of processor time so far. */
  readonly cpu: Readonly<Record<Metered, number>>;
  /** The same of everything on this machine. */
  readonly machine: number;
  /** Bytes written to the write-ahead log so far. */
  readonly wal: number;
}

/** The difference of two readings. */
export interface Usage {
  readonly seconds: number;
  readonly cpu: Readonly<Record<Metered, number>>;
  /** Cores that others on this machine used meanwhile, on average. */
  readonly coresOfOthers: number;
  readonly walBytes: number;
  /** Of the last minute, at the end. */
  readonly loadAverage: number;
}

/** Reads all meters. */
export async function readMeters(rig: Rig): Promise<Reading> {
  const { rows } = await rig.database.query<{ bytes: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS bytes`,
  );
  return { at: performance.now(), cpu: readCpu(rig), machine: timeOfMachine(), wal: Number(rows[0]!.bytes) };
}

/** What was used between two readings. */
export function usageBetween(before: Reading, after: Reading): Usage {
  const seconds = (after.at - before.at) / 1000;
  const names = Object.keys(after.cpu) as Metered[];
  const used = names.map((name): [Metered, number] => [name, after.cpu[name] - before.cpu[name]]);
  const ours = used.reduce((sum, [, cpu]) => sum + cpu, 0);
  return {
    seconds,
    cpu: Object.fromEntries(used) as Record<Metered, number>,
    coresOfOthers: Math.max(0, (after.machine - before.machine - ours) / seconds),
    walBytes: after.wal - before.wal,
    loadAverage: loadavg()[0]!,
  };
}

/** Processor time of Hermod, broker and database: all that counts. */
export function countedCpu(cpu: Readonly<Record<Metered, number>>): number {
  return COUNTED.reduce((sum, name) => sum + cpu[name], 0);
}

function readCpu(rig: Rig): Record<Metered, number> {
  const { user, system } = process.cpuUsage();
  return {
    ...readServices(rig),
    broker: timeOf(rig.brokerPid),
    PostgreSQL: timeOfFamily(rig.postgresPid),
    generator: (user + system) / 1_000_000,
  };
}

function readServices({ system }: Rig): Record<ServiceName, number> {
  const processes = system.processes();
  const timeOfService = (name: ServiceName): number =>
    processes
      .filter(({ service }) => service === name)
      .reduce((sum, { pid }) => sum + (pid === undefined ? 0 : timeOf(pid)), 0);
  return Object.fromEntries(SERVICES.map((name) => [name, timeOfService(name)])) as Record<
    ServiceName,
    number
  >;
}
