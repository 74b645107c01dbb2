import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makePassableFolder, STATE_FOLDER } from '@hermod/embedded';
import type { Step } from '../system/foundation.ts';
import { callHttp } from '../system/http-json.ts';
import { inParallel } from '../system/in-parallel.ts';
import { clearFolder } from '../system/leftovers.ts';
import { startSystem, type System } from '../system/system.ts';
import { diceOf } from './dice.ts';
import type { Evidence, FaultRecord } from './evidence.ts';
import { inflict } from './faults/inflict.ts';
import { Poisoner } from './faults/poisoner.ts';
import { INSTANCES, type Scheduled, scheduleFaults } from './faults/schedule.ts';
import { gather } from './gather.ts';
import { LedgerReader } from './ledger-reader.ts';
import { Crowd } from './load/crowd.ts';
import { LOAD_JOURNEYS } from './load/journeys.ts';
import {
  enterPeople,
  importPeople,
  inventPeople,
  type Person,
  publishJourneys,
  withoutRcs,
} from './load/people.ts';
import { writeProviders } from './load/providers.ts';
import { type PlannedEvent, planEvents, sendEvents } from './load/send-events.ts';
import { Upstream } from './load/upstream.ts';
import { CAMPAIGN_JOURNEY } from './races/campaign-journey.ts';
import { type PlannedRaces, planRaces } from './races/plan-races.ts';
import { runRaces } from './races/run-races.ts';
import { untilQuiet } from './quiet.ts';

/** One run of the nemesis. */
export interface Trial {
  readonly events: number;
  /** Races of STOP. */
  readonly stops: number;
  readonly minutes: number;
  readonly seed: number;
  readonly faults: number;
  /** Extra variables of the system's processes. */
  readonly env: Readonly<Record<string, string>>;
  readonly keeps: boolean;
}

/** The folder is one for all, because two runs at once would be each other's faults. */
const FOLDER = join(STATE_FOLDER, 'nemesis');
/** Beyond this, what is left is stuck. */
const QUIET_WITHIN_MS = 150_000;
const PEOPLE = { fewest: 60, most: 2_000 };

/** Starts a fresh system, plays load and faults, waits for rest, and gathers the evidence. Leaves nothing behind. */
export async function runTrial(trial: Trial, step: Step, signal: AbortSignal): Promise<Evidence> {
  await clearFolder(FOLDER);
  const nemesis = `n${randomBytes(4).toString('hex')}`;
  makePassableFolder(FOLDER);
  const providers = await writeProviders(FOLDER);
  const system = await startSystem({
    dataDir: FOLDER,
    ports: 'free',
    instances: INSTANCES,
    env: { LOG_LEVEL: 'warn', ...providers, ...trial.env },
    step,
    signal,
  });
  try {
    return await play(trial, nemesis, system, step, signal);
  } finally {
    await step('Stopping', () => system.stop());
    if (!trial.keeps) rmSync(FOLDER, { recursive: true, force: true });
  }
}

async function play(
  trial: Trial,
  nemesis: string,
  system: System,
  step: Step,
  signal: AbortSignal,
): Promise<Evidence> {
  const { people, events, races, schedule } = plan(trial, nemesis);
  const racers = races.races.flatMap(({ holders }) => holders);
  await step(`Entering ${people.length + racers.length} people`, () => enter(system, people, racers));
  const ledger = new LedgerReader(system);
  const crowd = new Crowd({ system, ledger, people, events, dice: diceOf(trial.seed, 'crowd') });
  const upstream = new Upstream(system.brokers, system.prefix);
  const faults: FaultRecord[] = [];
  const startedAt = Date.now();
  crowd.watch();
  const all = [...events, ...races.events].sort((a, b) => a.atMs - b.atMs);
  const what = `${all.length} events, ${races.races.length} races of STOP and ${schedule.length} faults`;
  const [accepted, raced] = await step(what, (detail) =>
    together(signal, (both) => [
      sendEvents(system, upstream, all, both),
      runRaces(system, upstream, races, both),
      inflictAll(schedule, { system, poisoner: new Poisoner(upstream), faults }, detail, both),
    ]),
  );
  const { rest, lastFaultAt } = await step('Waiting for rest', async () => {
    await crowd.leave();
    await system.ready();
    const endedAt = Date.now();
    return { rest: await untilQuiet(system, QUIET_WITHIN_MS), lastFaultAt: endedAt };
  });
  await upstream.close();
  const said = { stops: [...crowd.stops, ...raced.stops], signals: crowd.signals, answers: crowd.answers };
  const taken = [...accepted, ...raced.started];
  const known = { nemesis, startedAt, lastFaultAt, ...rest, events: taken, faults, ...said };
  return step('Gathering the evidence', () => gather(system, ledger, known));
}

/** Does things side by side; when one of them fails the others are given up, as what they do says nothing any more. */
async function together<const T extends readonly Promise<unknown>[]>(
  signal: AbortSignal,
  begin: (signal: AbortSignal) => T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const failing = new AbortController();
  const doing = begin(AbortSignal.any([signal, failing.signal]));
  try {
    return await Promise.all(doing);
  } catch (error) {
    failing.abort(error);
    await Promise.allSettled(doing);
    throw error;
  }
}

async function enter(system: System, people: readonly Person[], racers: readonly Person[]): Promise<void> {
  await enterPeople(system, people);
  await turnRcsOff(system, withoutRcs(people));
  await importPeople(system, racers);
  await publishJourneys(system, [...LOAD_JOURNEYS, CAMPAIGN_JOURNEY]);
  // A STOP binds whoever receipts knows to hold the number by then.
  await untilQuiet(system, QUIET_WITHIN_MS);
}

/** Phones that know no RCS. */
async function turnRcsOff({ simulatorUrl }: System, people: readonly Person[]): Promise<void> {
  await inParallel(people, 8, async ({ number }) => {
    const url = `${simulatorUrl}/phones/${number}/capabilities`;
    const { status } = await callHttp(url, { method: 'PUT', body: { rcs: false } });
    if (status !== 200) throw new Error(`the simulator answered ${status} about a phone without RCS`);
  });
}

/** Load, races and faults of a run, by its seed. */
function plan(
  { events: count, stops, minutes, seed, faults }: Trial,
  nemesis: string,
): { people: Person[]; events: PlannedEvent[]; races: PlannedRaces; schedule: Scheduled[] } {
  const overMs = minutes * 60_000;
  const crowd = count === 0 ? 0 : Math.min(PEOPLE.most, Math.max(PEOPLE.fewest, Math.round(count / 4)));
  const people = inventPeople(nemesis, crowd, diceOf(seed, 'people'));
  return {
    people,
    events: planEvents({ nemesis, people, count, overMs, dice: diceOf(seed, 'events') }),
    races: planRaces({ nemesis, count: stops, overMs, dice: diceOf(seed, 'races') }),
    schedule: scheduleFaults({ count: faults, overMs, dice: diceOf(seed, 'faults') }),
  };
}

/** Each fault at its time; they may overlap, as they do in life. */
async function inflictAll(
  schedule: readonly Scheduled[],
  about: Parameters<typeof inflict>[1],
  detail: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  const underWay: Promise<void>[] = [];
  for (const { atMs, fault } of schedule) {
    const earlyMs = atMs - (performance.now() - startedAt);
    if (earlyMs > 0) await wait(earlyMs, undefined, { signal });
    detail(`: ${fault.kind}`);
    const doing = inflict(fault, about);
    // Looked at together in the end; until then a failure must not count as unhandled.
    doing.catch(() => undefined);
    underWay.push(doing);
  }
  await Promise.all(underWay);
}
