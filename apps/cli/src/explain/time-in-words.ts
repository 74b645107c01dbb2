const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
] as const;

/** ISO 8601 without years, months and weeks, as journeys write it. */
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** `PT15M` → `15 minutes`; what is no such duration stays as it is. */
export function durationInWords(iso: string): string {
  const found = ISO.exec(iso);
  if (found === null) return iso;
  const parts = UNITS.flatMap(([name], index) => {
    const count = found[index + 1];
    return count === undefined ? [] : [`${count} ${name}${count === '1' ? '' : 's'}`];
  });
  return parts.length === 0 ? iso : parts.join(' ');
}

/** Milliseconds as people say them: `0.3 s`, `12.5 s`, `4 min 10 s`, `2 h 3 min`, `3 d 4 h`. */
export function elapsedInWords(ms: number): string {
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  if (ms < HOUR) return pair(ms, MINUTE, 'min', SECOND, 's');
  if (ms < DAY) return pair(ms, HOUR, 'h', MINUTE, 'min');
  return pair(ms, DAY, 'd', HOUR, 'h');
}

function pair(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

/** `2026-11-22`, in UTC. */
export function dayOf(instant: string): string {
  return isoOf(instant).slice(0, 10);
}

/** `09:00:01.123`, in UTC. */
export function clockOf(instant: string): string {
  return isoOf(instant).slice(11, 23);
}

/** `2026-11-22 09:00:01`, in UTC. */
export function dayAndClockOf(instant: string): string {
  return isoOf(instant).slice(0, 19).replace('T', ' ');
}

function isoOf(instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? instant : new Date(time).toISOString();
}
