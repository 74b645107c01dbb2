import { durationMs, fromWallClock, nextWallClock } from '@hermod/calendar';
import { z } from 'zod';
import type { Millis } from '../engine/run.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;
const WALL_CLOCK = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;
const TIME_OF_DAY = /^((mon|tue|wed|thu|fri|sat|sun) )?([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/i;

const SPELLINGS =
  'PT15M (after the beginning), 2026-11-23T09:00 or 09:00 or mon 09:00 (on the clocks of the recipient), or an instant with an offset';

const spelled = (text: string): boolean =>
  durationMs(text) !== undefined || [INSTANT, WALL_CLOCK, TIME_OF_DAY].some((form) => form.test(text));

/** A time as scenarios write it. */
export const Moment = z
  .string()
  .max(40)
  .refine(spelled, `write a time as ${SPELLINGS}`)
  .meta({ id: 'Moment', description: `A time: ${SPELLINGS}` });

/** A time at which a scenario may begin: one that needs no other. */
export const Beginning = z
  .string()
  .max(40)
  .refine(
    (text) => INSTANT.test(text) || WALL_CLOCK.test(text),
    'write a date and a time: 2026-11-23T09:00 on the clocks of the recipient, or an instant with an offset',
  )
  .describe('When the scenario begins: 2026-11-23T09:00 on the clocks of the recipient, or an instant');

/** What a time of a scenario is told from. */
export interface Reading {
  /** The recipient's time zone when the scenario begins. */
  readonly zone: string;
  readonly begins: Millis;
  /** The time of the line before: `09:00` is the next one after it. */
  readonly after: Millis;
}

/** The instant that is meant; undefined where the clocks of the zone never show it. */
export function readMoment(text: string, { zone, begins, after }: Reading): Millis | undefined {
  const length = durationMs(text);
  if (length !== undefined) return begins + length;
  return TIME_OF_DAY.test(text) ? nextWallClock(text, zone, after) : readBeginning(text, zone);
}

/** The instant at which a scenario begins; undefined where the clocks of the zone never show it. */
export function readBeginning(text: string, zone: string): Millis | undefined {
  if (WALL_CLOCK.test(text)) return fromWallClock(text, zone);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
