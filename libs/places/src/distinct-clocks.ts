import { Temporal } from 'temporal-polyfill';

/** Zones are compared from here on; how they differed before matters to nobody who is sent a message. */
const FROM = Temporal.Instant.from('2026-01-01T00:00:00Z');
const TO_MS = Date.UTC(2040, 0, 1);

const courses = new Map<string, string>();

/**
 * The zones without those whose clocks show at every instant, from 2026 on, what those of an earlier one in the list show:
 * Europe/Busingen after Europe/Berlin, America/Detroit after America/New_York.
 * @throws RangeError when a zone is unknown.
 */
export function distinctClocks(zones: readonly string[]): readonly string[] {
  const seen = new Map<string, string>();
  for (const zone of zones) {
    const course = courseOf(zone);
    if (!seen.has(course)) seen.set(course, zone);
  }
  return [...seen.values()];
}

/** The offset of a zone and each change to come, as text to compare. */
function courseOf(zone: string): string {
  const known = courses.get(zone);
  if (known !== undefined) return known;
  const course: string[] = [];
  let at: Temporal.ZonedDateTime | null = FROM.toZonedDateTimeISO(zone);
  while (at !== null && at.epochMilliseconds < TO_MS) {
    course.push(`${at.epochMilliseconds} ${at.offset}`);
    at = at.getTimeZoneTransition('next');
  }
  courses.set(zone, course.join());
  return course.join();
}
