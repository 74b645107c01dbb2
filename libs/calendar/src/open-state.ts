import { Temporal } from 'temporal-polyfill';
import { isOpen, type LocalHours, timeOfDayMs } from './local-hours.ts';

const DAY_MS = 86_400_000;
/** How far `openState` looks for a change, and `nextOpenInstant` for an opening. */
const [LOOK_AHEAD_MS, SEARCH_MS] = [2 * DAY_MS, 14 * DAY_MS];

/** Whether a local date, as `YYYY-MM-DD`, is closed as a whole: a holiday, for example. */
export type IsClosedOn = (date: string) => boolean;

/** Whether hours are open at an instant, and for how long that is certain. */
export interface OpenState {
  readonly isOpen: boolean;
  /**
   * Milliseconds of the epoch, after the instant asked for: the state is the same at every instant before it. It is the very
   * next change when that is less than two days away; otherwise an earlier one, at which to ask again.
   */
  readonly until: number;
}

/**
 * Whether one of the hours is open by the clocks of a zone while the date that these clocks show is not closed. The part of
 * hours that lies past midnight is judged by the date on which it lies, not by the one on which the hours began.
 * @param hours any of them suffices; without any it is never open. @param instant milliseconds of the epoch.
 * @throws RangeError when the zone is unknown.
 */
export function openState(
  hours: readonly LocalHours[],
  zone: string,
  instant: number,
  isClosedOn?: IsClosedOn,
): OpenState {
  const isOpenNow = isOpenAt(hours, zone, instant, isClosedOn);
  const marks = wallTimesOfChange(hours);
  let until = nextMark(marks, zone, instant);
  while (until < instant + LOOK_AHEAD_MS && isOpenAt(hours, zone, until, isClosedOn) === isOpenNow)
    until = nextMark(marks, zone, until);
  return { isOpen: isOpenNow, until };
}

/**
 * The first instant from `instant` on at which `openState` says open, in milliseconds of the epoch; undefined when there is
 * none within 14 days.
 * @throws RangeError when the zone is unknown.
 */
export function nextOpenInstant(
  hours: readonly LocalHours[],
  zone: string,
  instant: number,
  isClosedOn?: IsClosedOn,
): number | undefined {
  const marks = wallTimesOfChange(hours);
  for (let at = instant; at <= instant + SEARCH_MS; at = nextMark(marks, zone, at))
    if (isOpenAt(hours, zone, at, isClosedOn)) return at;
  return undefined;
}

function isOpenAt(
  hours: readonly LocalHours[],
  zone: string,
  instant: number,
  isClosedOn: IsClosedOn | undefined,
): boolean {
  if (!hours.some((some) => isOpen(some, zone, instant))) return false;
  return isClosedOn === undefined || !isClosedOn(toLocal(zone, instant).toPlainDate().toString());
}

/** The wall times, in milliseconds since midnight, at which the state may change; midnight, as the date does, is one. */
function wallTimesOfChange(hours: readonly LocalHours[]): readonly number[] {
  const edges = hours.flatMap(({ from, to }) => [timeOfDayMs(from)! % DAY_MS, timeOfDayMs(to)! % DAY_MS]);
  return [...new Set([0, ...edges])];
}

/**
 * The first instant after another at which the clocks show one of the wall times or are put forward or back. Until the
 * clocks change they run evenly, so that nothing between two of these instants can be missed, not even a date skipped.
 */
function nextMark(wallTimes: readonly number[], zone: string, instant: number): number {
  const local = toLocal(zone, instant);
  const wallNow = instant + local.offsetNanoseconds / 1_000_000;
  const waits = wallTimes.map((wallTime) => {
    const sinceThen = (((wallNow - wallTime) % DAY_MS) + DAY_MS) % DAY_MS;
    return DAY_MS - sinceThen;
  });
  const clockChange = local.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity;
  return Math.min(instant + Math.min(...waits), clockChange);
}

function toLocal(zone: string, instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}
