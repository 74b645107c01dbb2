import { setTimeout as wait } from 'node:timers/promises';
import { HermodError } from '@hermod/contracts';
import { calibrate, type Calibration } from './calibration.ts';
import { nextLedgerLine, readDecisionTimes, readLedger, readReceipts, readRuns } from './evidence.ts';
import type { Generator, SentEvent } from './generator.ts';
import { countedCpu, readMeters, usageBetween, type Usage } from './meters.ts';
import type { Profiling, ServiceProfile } from './profiling.ts';
import type { Progress } from './progress.ts';
import { quantile } from './quantiles.ts';
import type { Rig } from './rig.ts';
import { expectedOf, type Scenario } from './scenarios.ts';
import { readStatements, resetStatements, type StatementCount } from './statements.ts';
import { judge } from './verdict.ts';

/** So many events, all at once or a number a second. */
export interface Load {
  readonly count: number;
  /** Undefined: all at once. */
  readonly perSecond?: number;
}

/** What one measurement gave. */
export interface Measurement {
  readonly usage: Usage;
  readonly calibration: Calibration;
  readonly journeysPerSecond: number;
  /** Seconds of processor time for 1,000 journeys: services, broker and database. */
  readonly cpuPer1000: number;
  /** What a journey costs, in gathered hops of one message. */
  readonly hopsPerJourney: number;
  readonly handOverP50Ms: number;
  readonly handOverP99Ms: number;
  /** Between a request on Kafka and its decision there. */
  readonly decidedP50Ms: number;
  readonly decidedP99Ms: number;
  readonly walBytesPerJourney: number;
  readonly repeatedReceipts: number;
  readonly profiles: readonly ServiceProfile[];
  readonly statements: readonly StatementCount[];
}

/** Everything that measuring needs. */
export interface Bench {
  readonly rig: Rig;
  readonly recipients: readonly string[];
  readonly generator: Generator;
  readonly progress: Progress;
  readonly profiling: Profiling;
  readonly countsStatements: boolean;
  readonly signal: AbortSignal;
}

const IDLE_MS = 3_000;

/** What the system uses while nothing happens. */
export async function measureIdle({ rig, signal }: Bench): Promise<Usage> {
  const before = await readMeters(rig);
  await wait(IDLE_MS, undefined, { signal });
  return usageBetween(before, await readMeters(rig));
}

/** Lets journeys pass that don't count: code gets compiled, tables and their statistics fill. */
export async function warmUp(bench: Bench, scenario: Scenario, count: number): Promise<void> {
  await pass(bench, scenario, { count });
}

/**
 * Calibrates, lets the journeys pass, and checks each of them.
 * @throws HermodError BENCH_WRONG, BENCH_STUCK, BENCH_INCIDENT: a measurement that can't be trusted is none.
 */
export async function measure(bench: Bench, scenario: Scenario, load: Load): Promise<Measurement> {
  const { rig, profiling, countsStatements } = bench;
  const calibration = await calibrate(rig);
  if (countsStatements) await resetStatements(rig.database);
  const ledgerFrom = await nextLedgerLine(rig.system);
  await profiling.start();
  const before = await readMeters(rig);
  const events = await pass(bench, scenario, load);
  const usage = usageBetween(before, await readMeters(rig));
  const profiles = await profiling.stop(`${scenario.name}-${load.perSecond ?? 'saturation'}`);
  const statements = countsStatements ? await readStatements(rig.database) : [];
  const verdict = await check(bench, scenario, events, ledgerFrom);
  const decided = await readDecisionTimes(rig.system, wantedOf(scenario, events));
  const cpuPer1000 = (countedCpu(usage.cpu) * 1000) / load.count;
  const hopCpu = (calibration.clientPer100k + calibration.brokerPer100k) / 100_000;
  return {
    usage,
    calibration,
    journeysPerSecond: (load.count * 1000) / (verdict.doneAt - events[0]!.sentAt),
    cpuPer1000,
    hopsPerJourney: cpuPer1000 / 1000 / hopCpu,
    handOverP50Ms: quantile(verdict.handOverMs, 0.5),
    handOverP99Ms: quantile(verdict.handOverMs, 0.99),
    decidedP50Ms: quantile(decided, 0.5),
    decidedP99Ms: quantile(decided, 0.99),
    walBytesPerJourney: usage.walBytes / load.count,
    repeatedReceipts: verdict.repeatedReceipts,
    profiles,
    statements,
  };
}

/** Sends the events and returns when all their journeys have ended. */
async function pass(bench: Bench, scenario: Scenario, load: Load): Promise<SentEvent[]> {
  const { generator, progress, recipients, signal } = bench;
  const { count, perSecond } = load;
  const receipts = (await progress.receipts()) + count * scenario.messages.length;
  const events =
    perSecond === undefined
      ? await generator.sendAtOnce(scenario, recipients, count)
      : await generator.sendAtRate(scenario, recipients, { count, perSecond });
  await progress.untilDone(scenario, receipts, signal);
  return events;
}

async function check(
  { rig }: Bench,
  scenario: Scenario,
  events: readonly SentEvent[],
  ledgerFrom: number,
): Promise<ReturnType<typeof judge>> {
  const [incident] = rig.incidents;
  if (incident !== undefined) throw new HermodError('BENCH_INCIDENT', `Something else happened: ${incident}`);
  const [ledger, runs, receipts] = await Promise.all([
    readLedger(rig.system, ledgerFrom),
    readRuns(rig.system, scenario, events.length),
    readReceipts(rig.system, wantedOf(scenario, events)),
  ]);
  return judge(scenario, events, { ledger, runs, receipts });
}

/** The messages that the journeys of these events have to ask for. */
function wantedOf(scenario: Scenario, events: readonly SentEvent[]): ReadonlySet<string> {
  return new Set(events.flatMap((event) => expectedOf(scenario, event).messages));
}
