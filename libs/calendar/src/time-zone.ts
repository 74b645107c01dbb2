import { Temporal } from 'temporal-polyfill';

/** True for a name of the IANA time zone database, such as Europe/Stockholm; offsets such as +01:00 are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** An instant (milliseconds of the epoch) as people of a zone read it: `Mon 2026-11-23 09:00`. */
export function toLocalText(instant: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][local.dayOfWeek - 1]!;
  return `${day} ${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'second' }).replace(/:00$/, '')}`;
}
