import pg from 'pg';
import { quantile } from '../quantiles.ts';
import type { Contender } from './contender.ts';
import type { ContenderName, TimerOptions } from './options.ts';
import type { TimerRig } from './timer-rig.ts';

/** How timers fired under one load. */
export interface Firing {
  readonly timers: number;
  readonly lateP50Ms: number;
  readonly lateP99Ms: number;
  readonly lateMaxMs: number;
  /** From the first that was due to the last that fired. */
  readonly seconds: number;
  /** Seconds of processor time for 1,000 timers, of its processes (with the broker, where it has one). */
  readonly clientPer1000: number;
  /** The same of PostgreSQL. */
  readonly databasePer1000: number;
}

/** One contender with so many timers pending. */
export interface TimerMeasurement {
  readonly contender: ContenderName;
  readonly pending: number;
  /** An old snapshot was open all the time, and this many timers had fired since. */
  readonly firedUnderSnapshot: number;
  /** Timers set in a second, one batch after the other. */
  readonly insertsPerSecond: number;
  /** A number each second. */
  readonly steady: Firing;
  /** All at the same instant. */
  readonly burst: Firing;
}

/** Timers that are set to see how fast that goes. */
const INSERTED = 20_000;
const IN_DAYS_MS = 2 * 86_400_000;
/** A burst is due when it surely stands. */
const LEAD_MS = 1_000;
const SNAPSHOT_BURSTS = 2;
/** Timers that come first and don't count: code gets compiled, connections open. */
const WARM_UP = 2_000;

/** Everything about one contender with so many timers pending. It must have been filled and be at rest. */
export async function measureTimers(
  contender: Contender,
  rig: TimerRig,
  options: TimerOptions,
  pending: number,
): Promise<TimerMeasurement> {
  const insertsPerSecond = await measureInserts(contender, Math.min(INSERTED, Math.ceil(pending / 2)));
  await contender.start();
  try {
    const measuring = { contender, rig, options, insertsPerSecond };
    await burst(measuring, WARM_UP);
    return {
      contender: contender.name,
      pending,
      firedUnderSnapshot: 0,
      insertsPerSecond,
      steady: await steady(measuring),
      burst: await burst(measuring, options.burst),
    };
  } finally {
    await contender.stop();
  }
}

/** The same while another session holds a snapshot from before, so that nothing which is gone can be cleaned away. */
export async function measureUnderSnapshot(
  contender: Contender,
  rig: TimerRig,
  options: TimerOptions,
  pending: number,
): Promise<TimerMeasurement> {
  const session = new pg.Client({ connectionString: contender.databaseUrl });
  await session.connect();
  try {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await session.query('SELECT txid_current_snapshot()');
    await contender.start();
    const insertsPerSecond = await measureInserts(contender, options.burst);
    const measuring = { contender, rig, options, insertsPerSecond };
    for (let churn = 0; churn < SNAPSHOT_BURSTS; churn += 1) await burst(measuring, options.burst);
    const firedUnderSnapshot = SNAPSHOT_BURSTS * options.burst;
    const steadily = await steady(measuring);
    const atOnce = await burst(measuring, options.burst);
    return {
      contender: contender.name,
      pending,
      firedUnderSnapshot,
      insertsPerSecond,
      steady: steadily,
      burst: atOnce,
    };
  } finally {
    await contender.stop();
    await session.end();
  }
}

interface Measuring {
  readonly contender: Contender;
  readonly rig: TimerRig;
  readonly options: TimerOptions;
  readonly insertsPerSecond: number;
}

async function measureInserts(contender: Contender, count: number): Promise<number> {
  const from = Date.now() + IN_DAYS_MS;
  const dues = Array.from({ length: count }, (_, n) => from + n * 10);
  const begunAt = performance.now();
  await contender.insert(dues);
  return (count * 1000) / (performance.now() - begunAt);
}

function steady(measuring: Measuring): Promise<Firing> {
  const { ratePerSecond, seconds } = measuring.options;
  const count = ratePerSecond * seconds;
  return fire(measuring, count, (first) =>
    Array.from({ length: count }, (_, n) => Math.round(first + (n * 1000) / ratePerSecond)),
  );
}

function burst(measuring: Measuring, count: number): Promise<Firing> {
  return fire(measuring, count, (first) => Array.from({ length: count }, () => first));
}

async function fire(
  { contender, rig, insertsPerSecond }: Measuring,
  count: number,
  duesFrom: (first: number) => number[],
): Promise<Firing> {
  const first = Date.now() + LEAD_MS + Math.ceil((count / insertsPerSecond) * 2_000);
  const dues = duesFrom(first);
  await contender.insert(dues);
  const before = { client: contender.cpu(), database: rig.databaseCpu() };
  const late = await contender.take(count);
  const after = { client: contender.cpu(), database: rig.databaseCpu() };
  // The last may have been the least late: what counts is when everything was done.
  const lastFiredAt = Date.now();
  return {
    timers: count,
    lateP50Ms: quantile(late, 0.5),
    lateP99Ms: quantile(late, 0.99),
    lateMaxMs: quantile(late, 1),
    seconds: Math.max(lastFiredAt - first, 1) / 1000,
    clientPer1000: ((after.client - before.client) * 1000) / count,
    databasePer1000: ((after.database - before.database) * 1000) / count,
  };
}
