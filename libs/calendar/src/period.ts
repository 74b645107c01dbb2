const PATTERN = /^P(?=\d)(?:(\d{1,2})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?$/;
const DAY_MS = 86_400_000;

interface Period {
  readonly months: number;
  readonly days: number;
}

/** Few are ever written. */
const known = new Map<string, Period>();

/** True for a stretch of the calendar in ISO 8601, such as P2Y, P6M or P90D; it has no fixed length. */
export function isPeriod(text: string): boolean {
  return PATTERN.test(text) && /[1-9]/.test(text);
}

/**
 * The instant a period after another by the UTC calendar; a day that the month doesn't have is its last one.
 * @param instant milliseconds of the epoch. @param period as `isPeriod` knows it.
 */
export function addPeriod(instant: number, period: string): number {
  const { months, days } = read(period);
  if (months === 0) return instant + days * DAY_MS;
  const from = new Date(instant);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay));
  return midnight + (((instant % DAY_MS) + DAY_MS) % DAY_MS) + days * DAY_MS;
}

function read(text: string): Period {
  let period = known.get(text);
  if (period === undefined) {
    const match = PATTERN.exec(text);
    if (match === null) throw new RangeError(`${text} is no period`);
    const [years, months, weeks, days] = match.slice(1).map((part) => Number(part ?? 0));
    period = { months: years! * 12 + months!, days: weeks! * 7 + days! };
    known.set(text, period);
  }
  return period;
}
