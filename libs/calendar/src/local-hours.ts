import { Temporal } from 'temporal-polyfill';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Hours of the day on some days of the week, on the clocks of a place. */
export interface LocalHours {
  /** `HH:MM`; belongs to the hours. */
  readonly from: string;
  /** `HH:MM`, `24:00` is midnight; does not belong to them. Before `from`, they go on past midnight. */
  readonly to: string;
  /** Days on which the hours begin; all of them without. */
  readonly days?: readonly Weekday[] | undefined;
}

const DAY_MS = 86_400_000;
const PATTERN = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** `HH:MM` as milliseconds since midnight, `24:00` included; undefined when it is no time of the day. */
export function timeOfDayMs(text: string): number | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  if (text === '24:00') return DAY_MS;
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

/** True for `HH:MM` from 00:00 to 24:00. */
export function isTimeOfDay(text: string): boolean {
  return timeOfDayMs(text) !== undefined;
}

/** Whether the clocks of a zone show a time within the hours. By wall time, so an hour that comes twice counts twice. */
export function isOpen(hours: LocalHours, zone: string, instant: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const [from, to] = [timeOfDayMs(hours.from)!, timeOfDayMs(hours.to)!];
  const time = ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000 + Math.floor(local.millisecond);
  const begins = (dayOfWeek: number): boolean =>
    hours.days === undefined || hours.days.includes(WEEKDAYS[(dayOfWeek + 6) % 7]!);
  if (from < to) return begins(local.dayOfWeek) && time >= from && time < to;
  return (begins(local.dayOfWeek) && time >= from) || (begins(local.dayOfWeek - 1) && time < to);
}

/**
 * The first instant from `instant` on that lies within the hours, in milliseconds of the epoch. Where the clocks jump over
 * the hours' beginning, they open with the jump.
 */
export function nextOpening(hours: LocalHours, zone: string, instant: number): number {
  if (isOpen(hours, zone, instant)) return instant;
  const today = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
  const from = Temporal.PlainTime.from(hours.from === '24:00' ? '00:00' : hours.from);
  // Nine days: a week, the hours that began yesterday, and a day for zones that skip one.
  const openings = Array.from({ length: 9 }, (_, day) => edges(today.add({ days: day }), from, zone))
    .flat()
    .filter((edge) => edge > instant && isOpen(hours, zone, edge));
  return Math.min(...openings);
}

/** Instants at which a wall time may begin on a day: it comes once, twice, or the clocks jump over it. */
function edges(date: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): number[] {
  const wall = date.toPlainDateTime(time);
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' });
  const jump = date.toZonedDateTime(zone).getTimeZoneTransition('next');
  const jumps = jump === null || jump.toPlainDate().toString() !== date.toString() ? [] : [jump];
  return [earlier, later, ...jumps].map((edge) => edge.epochMilliseconds);
}
