import { Temporal } from 'temporal-polyfill';
import { WEEKDAYS } from './local-hours.ts';

/** Milliseconds of the epoch. */
type Millis = number;

const SHORT_DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** An instant as the clocks of a zone show it, with their offset: `Sun 2026-03-29 03:00:00+02:00`. */
export function toClockText(at: Millis, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const fraction = at % 1_000 === 0 ? 'second' : 'millisecond';
  const time = local.toPlainTime().toString({ smallestUnit: fraction });
  return `${SHORT_DAYS[local.dayOfWeek - 1]!} ${local.toPlainDate().toString()} ${time}${local.offset}`;
}

/**
 * The instant at which the clocks of a zone show a date and a time (`2026-03-29T09:00`); of two the earlier. Undefined when
 * they never do: the text is no date, or the clocks jump over it.
 */
export function fromWallClock(text: string, zone: string): Millis | undefined {
  try {
    return showing(Temporal.PlainDateTime.from(text), zone, 'earlier');
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The first instant from `after` on at which the clocks show a time of the day (`09:00`, `mon 09:00`). Undefined when it is
 * no time.
 */
export function nextWallClock(text: string, zone: string, after: Millis): Millis | undefined {
  const [time, day] = text.toLowerCase().split(' ').toReversed() as [string, string?];
  const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone).toPlainDate();
  const wanted = day === undefined ? undefined : WEEKDAYS.findIndex((name) => name === day) + 1;
  try {
    const plain = Temporal.PlainTime.from(time);
    // Two weeks: a weekday's time may be jumped over once.
    const dates = Array.from({ length: 15 }, (_, days) => today.add({ days }));
    return dates
      .filter((date) => wanted === undefined || date.dayOfWeek === wanted)
      .flatMap((date) => {
        const wall = date.toPlainDateTime(plain);
        return [showing(wall, zone, 'earlier'), showing(wall, zone, 'later')];
      })
      .find((at) => at !== undefined && at >= after);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function showing(
  wall: Temporal.PlainDateTime,
  zone: string,
  disambiguation: 'earlier' | 'later',
): Millis | undefined {
  const local = wall.toZonedDateTime(zone, { disambiguation });
  return local.toPlainDateTime().equals(wall) ? local.epochMilliseconds : undefined;
}
