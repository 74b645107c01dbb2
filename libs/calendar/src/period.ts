import { Temporal } from 'temporal-polyfill';

const PATTERN = /^P(?=\d)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/;

/** True for a stretch of the calendar in ISO 8601, such as P2Y, P6M or P90D; it has no fixed length. */
export function isPeriod(text: string): boolean {
  return PATTERN.test(text) && /[1-9]/.test(text);
}

/**
 * The instant a period after another by the UTC calendar; a day that the month doesn't have is its last one.
 * @param instant milliseconds of the epoch. @param period as `isPeriod` knows it.
 */
export function addPeriod(instant: number, period: string): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('UTC').add(period).epochMilliseconds;
}
