import { FLOW } from '@hermod/contracts';
import type { AttemptRow, Evidence, FactRecord, RunRow, TimelineRow } from '../evidence.ts';
import { attemptsByMessage } from './calls.ts';
import type { Breach, Finding, Invariant } from './invariant.ts';
import { type JourneyTimes, timesOf } from './journey-times.ts';

/** Time is given in full, and passes once. */
export function timers(times: JourneyTimes): Invariant {
  return {
    name: 'timers',
    says: 'no wait and no rung is left before its time, none twice, and no message is asked for twice at once',
    check(evidence) {
      const attempts = attemptsByMessage(evidence);
      const findings = [...evidence.runs.values()].flatMap((run) => [
        reactionsOf(run, attempts, times),
        waitsOf(run, times),
      ]);
      const all = [...findings, requestsOf(evidence)];
      return {
        tested: all.reduce((sum, { tested }) => sum + tested, 0),
        breaches: all.flatMap(({ breaches }) => breaches),
      };
    },
  };
}

const isTimeUp = ({ what }: TimelineRow): boolean => what === 'unread' || what === 'no signal';

/** The times of rungs that passed without their signal. */
function reactionsOf(
  run: RunRow,
  attempts: ReadonlyMap<string, readonly AttemptRow[]>,
  times: JourneyTimes,
): Finding {
  const { timeline } = run;
  const fired = [...timeline.entries()].filter(([, entry]) => isTimeUp(entry));
  const breaches = fired.flatMap(([index, { at, message }]): Breach[] => {
    const before = timeline.slice(0, index).filter((entry) => entry.message === message);
    const step = run.messages.find(({ id }) => id === message)?.step ?? '';
    const { withinMs } = timesOf(times, run.journey, step);
    const words = whatIsEarly(at, reactsFrom(before, attempts.get(message ?? '') ?? []), withinMs);
    const about = { run: run.id, ...(message === undefined ? {} : { message }) };
    return [...(words ?? []), ...whatIsRepeated(before)].map((text) => ({
      words: `message ${message}: ${text}`,
      ...about,
    }));
  });
  return { tested: fired.length, breaches };
}

function whatIsEarly(
  at: number,
  from: number | undefined,
  withinMs: number | undefined,
): string[] | undefined {
  if (withinMs === undefined) return ['its time is up, and it has none'];
  if (from === undefined) return ['its time is up, and it had not begun'];
  const earlyMs = from + withinMs - at;
  return earlyMs > 0 ? [`its time was up ${earlyMs} ms early`] : undefined;
}

/** When a rung's time began: accepted by delivery's clock, not when the run heard of it; unknown from the call. */
function reactsFrom(before: readonly TimelineRow[], attempts: readonly AttemptRow[]): number | undefined {
  const earliest = (instants: readonly (number | undefined)[]): number | undefined => {
    const known = instants.filter((instant) => instant !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  };
  if (before.some(({ what }) => what === 'accepted'))
    return earliest(attempts.filter(({ state }) => state === 'accepted').map(({ closedAt }) => closedAt));
  if (before.some(({ what }) => what === 'unknown'))
    return earliest(attempts.map(({ calledAt }) => calledAt));
  return undefined;
}

/** What turns out accepted after its time was up as unknown keeps the run on its rung: its time begins anew. */
function whatIsRepeated(before: readonly TimelineRow[]): string[] {
  const last = before.findLastIndex(isTimeUp);
  const beganAnew = before.slice(last + 1).some(({ what }) => what === 'accepted');
  return last === -1 || beganAnew ? [] : ['its time was up twice'];
}

/** Every wait that was left because its time had passed. */
function waitsOf(run: RunRow, times: JourneyTimes): Finding {
  const since = new Map<string, number>();
  const breaches: Breach[] = [];
  let tested = 0;
  for (const { at, what, step = '' } of run.timeline) {
    if (what === 'waiting') since.set(step, at);
    if (what !== 'timeout') continue;
    tested += 1;
    const { waitMs } = timesOf(times, run.journey, step);
    const words = whatIsEarly(at, since.get(step), waitMs) ?? [];
    breaches.push(...words.map((text) => ({ words: `wait ${step}: ${text}`, run: run.id })));
    since.delete(step);
  }
  return { tested, breaches };
}

/** A message is asked for once with each number; the same fact again is the outbox' repeat. */
function requestsOf({ facts }: Evidence): Finding {
  const first = new Map<string, FactRecord>();
  const breaches: Breach[] = [];
  for (const fact of facts) {
    if (!fact.topic.startsWith(FLOW.messageRequested.topic)) continue;
    const { messageId, request } = fact.data ?? {};
    if (typeof messageId !== 'string' || typeof request !== 'number') continue;
    const known = first.get(`${messageId}/${request}`);
    if (known === undefined) first.set(`${messageId}/${request}`, fact);
    else if (known.id !== fact.id)
      breaches.push({
        words: `message ${messageId} was asked for twice (request ${request})`,
        message: messageId,
      });
  }
  return { tested: first.size, breaches };
}
