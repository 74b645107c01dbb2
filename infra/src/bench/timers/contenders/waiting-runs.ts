import { partitionOf } from '@hermod/contracts';
import { advance, compileJourney, type EventView, newRun, type Run } from '@hermod/journey';
import { payloadOf } from '../timer-jobs.ts';

/** A run that rests for an hour and then ends. */
export const JOURNEY = {
  journey: 'bench-timers',
  purpose: 'transactional',
  start: { on: 'bench.timer.wanted' },
  expires: 'P30D',
  steps: [
    { id: 'rest', wait: { for: 'PT1H' } },
    { id: 'over', end: 'over' },
  ],
};
const REST_MS = 3_600_000;
/** Timers belong to so many recipients. */
export const PEOPLE = 100_000;

const compiled = compileJourney(JOURNEY);

/** Somebody a run may be about. */
export const personOf = (n: number): string => `bench-${n % PEOPLE}`;

/** The Kafka partition of each recipient, by number. */
export const partitionsOfPeople = (partitions: number): number[] =>
  Array.from({ length: PEOPLE }, (_, n) => partitionOf(personOf(n), partitions));

/** A run with the event that started it, standing in its wait, which ends at `due` (milliseconds of the epoch). */
export function waitingRun(due: number, n: number): { readonly run: Run; readonly event: EventView } {
  const { event } = payloadOf(due, n);
  const startedAt = due - REST_MS;
  const fresh = newRun(compiled, 1, event, personOf(n), startedAt);
  const surroundings = { start: event, recipient: {} };
  return { run: advance(compiled, fresh, surroundings, { kind: 'start' }, startedAt).run, event };
}
