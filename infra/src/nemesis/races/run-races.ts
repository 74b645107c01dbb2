import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../../system/http-json.ts';
import type { System } from '../../system/system.ts';
import type { AcceptedEvent, AnsweredStop } from '../evidence.ts';
import { runOf } from '../load/journeys.ts';
import { tryToHandIn, untilTaken } from '../load/until-taken.ts';
import type { Upstream } from '../load/upstream.ts';
import { CAMPAIGN_JOURNEY } from './campaign-journey.ts';
import type { PlannedRaces } from './plan-races.ts';
import { putOff } from './put-off.ts';
import { sayByPhone, sayByWebhook, withdrawByApi } from './say-it.ts';
import type { Campaign, RaceAct, StopRace } from './stop-race.ts';

/** What was answered in the races. */
export interface RacesRun {
  readonly stops: readonly AnsweredStop[];
  /** What campaigns and races themselves have started. */
  readonly started: readonly AcceptedEvent[];
}

/** Where races are run. */
interface Course {
  readonly system: System;
  readonly upstream: Upstream;
  /** By the monotonic clock. */
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

const { journey: CAMPAIGN } = CAMPAIGN_JOURNEY;

/** Says every STOP and launches every campaign when its time has come; resolves when all were answered, or given up. */
export async function runRaces(
  system: System,
  upstream: Upstream,
  { races, campaigns }: PlannedRaces,
  signal: AbortSignal,
): Promise<RacesRun> {
  const course = { system, upstream, startedAt: performance.now(), signal };
  const beginOf = ({ acts, deferral }: StopRace): number => deferral?.atMs ?? acts[0]!.atMs;
  const [raced, launched] = await Promise.all([
    eachInTime(races, beginOf, (race) => runRace(course, race), course),
    eachInTime(
      campaigns,
      ({ atMs }) => atMs,
      (campaign) => launch(system, campaign),
      course,
    ),
  ]);
  return {
    stops: raced.flatMap(({ stops }) => stops),
    started: [...raced.flatMap(({ started }) => started), ...launched.flat()],
  };
}

/** Begins with each when its time has come; resolves when all have ended. */
async function eachInTime<T, R>(
  items: readonly T[],
  atMsOf: (item: T) => number,
  begin: (item: T) => Promise<R>,
  { startedAt, signal }: Course,
): Promise<R[]> {
  const underWay: Promise<R>[] = [];
  for (const item of items.toSorted((a, b) => atMsOf(a) - atMsOf(b))) {
    await untilMs(startedAt + atMsOf(item), signal);
    const begun = begin(item);
    // Looked at together in the end; until then a failure must not count as unhandled.
    begun.catch(() => undefined);
    underWay.push(begun);
  }
  return Promise.all(underWay);
}

async function untilMs(monotonicMs: number, signal?: AbortSignal): Promise<void> {
  const earlyMs = monotonicMs - performance.now();
  if (earlyMs > 0) await wait(earlyMs, undefined, signal === undefined ? {} : { signal });
}

async function runRace(course: Course, race: StopRace): Promise<RacesRun> {
  const { deferral, acts } = race;
  if (deferral === undefined) return { stops: await sayAll(course, race), started: [] };
  const { accepted, dueAt } = await putOff(course.system, course.upstream, deferral, course.signal);
  if (dueAt === undefined) return { stops: [], started: accepted };
  const last = acts.findLast(({ what }) => what === 'stop')!;
  const inMs = dueAt - deferral.dueAfterMs - Date.now();
  const byMs = performance.now() - course.startedAt + inMs - last.atMs;
  const moved = acts.map((act) => ({ ...act, atMs: act.atMs + byMs }));
  return { stops: await sayAll(course, { ...race, acts: moved }), started: accepted };
}

/** One after the other: what is said next is newer than what was answered. */
async function sayAll({ system, startedAt }: Course, race: StopRace): Promise<AnsweredStop[]> {
  let stops: AnsweredStop[] = [];
  for (const [n, { atMs, what }] of race.acts.entries()) {
    await untilMs(startedAt + atMs);
    // From here on it may be lifted, answered or not. What was withdrawn over the API no text gives back.
    if (what === 'start' && race.door !== 'api')
      stops = stops.map((stop) => ({ liftedAt: Date.now(), ...stop }));
    if (!(await untilTaken(() => sayOne(system, race, what, n)))) return stops;
    if (what === 'stop') stops.push(...answered(race));
  }
  return stops;
}

function sayOne(system: System, race: StopRace, what: RaceAct['what'], n: number): Promise<boolean> {
  const { id, door, holders } = race;
  const { id: recipient, number } = holders[0]!;
  if (what === 'replay') return sayByWebhook(system, number, 'START', `${recipient} START`);
  if (what === 'start')
    return door === 'phone'
      ? sayByPhone(system, number, 'START')
      : sayByWebhook(system, number, 'START', `${recipient} START`);
  if (door === 'phone') return sayByPhone(system, number, 'STOP');
  if (door === 'webhook') return sayByWebhook(system, number, 'STOP', `${recipient} STOP ${n}`);
  return withdrawByApi(system, recipient, purposeOf(race), `${id} ${n}`);
}

/** Whom the STOP binds: everybody who holds the number, or the one whose consent was withdrawn. */
function answered(race: StopRace): AnsweredStop[] {
  const { id, kind, door, holders } = race;
  const purpose = purposeOf(race);
  return (door === 'api' ? holders.slice(0, 1) : holders).map((holder) => ({
    number: holder.number,
    recipient: holder.id,
    answeredAt: Date.now(),
    race: { id, kind, door },
    ...(purpose === undefined ? {} : { purpose }),
  }));
}

/** Half of what comes over the API is about one purpose. */
function purposeOf({ id, door }: StopRace): 'transactional' | undefined {
  return door === 'api' && id.charCodeAt(id.length - 1) % 2 === 0 ? 'transactional' : undefined;
}

/** @returns the runs that it is to start. */
async function launch(
  { gatewayUrl, apiKey }: System,
  { key, recipients }: Campaign,
): Promise<AcceptedEvent[]> {
  const list = recipients.map((recipient) => JSON.stringify({ recipient, data: { orderId: key } }));
  const headers = {
    authorization: `Bearer ${apiKey}`,
    'idempotency-key': key,
    'content-type': 'application/x-ndjson',
  };
  const url = `${gatewayUrl}/v1/journeys/${CAMPAIGN}/launches`;
  let launched: Answer | undefined;
  await untilTaken(async () => {
    launched = await tryToHandIn(url, { method: 'POST', headers, body: list.join('\n') });
    return launched !== undefined;
  });
  if (launched === undefined) return [];
  const { id } = launched.body as { id: string };
  const about = { id, source: `/hermod/launches/${CAMPAIGN}`, journey: CAMPAIGN, acceptedAt: Date.now() };
  return recipients.map((recipient) => ({ ...about, recipient, run: runOf({ ...about, recipient }) }));
}
