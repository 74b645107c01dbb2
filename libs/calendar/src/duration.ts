const PATTERN = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const MAX_DAYS = 366;

/**
 * An ISO 8601 duration in milliseconds: weeks, days, hours, minutes, seconds. Months and years have no fixed
 * length and are refused, as is anything beyond 366 days. Returns undefined when it is none of these.
 */
export function durationMs(text: string): number | undefined {
  const match = PATTERN.exec(text);
  if (match === null || !/\d/.test(text)) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return ms <= MAX_DAYS * 86_400_000 ? ms : undefined;
}
