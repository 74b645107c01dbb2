/** Instants for people, in the zone and the language of their browser. */

const TIME: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
};

/** `09:30:12.250`: lines of a timeline are often milliseconds apart. */
export function clockOf(date: Date): string {
  return date.toLocaleTimeString('en-GB', { ...TIME, fractionalSecondDigits: 3 });
}

/** `09:30:12` today, `21 Nov, 09:30` before. */
export function shortOf(date: Date, now: Date): string {
  if (date.toDateString() === now.toDateString()) return date.toLocaleTimeString('en-GB', TIME);
  const isThisYear = date.getFullYear() === now.getFullYear();
  return date.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** `21 Nov 2026, 09:30`, also today: within a sentence. */
export function dayOf(date: Date): string {
  return date.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/**
 * `4 Dec 2026, 09:00–09:30`: from one instant to another.
 * @param timeZone IANA, whose clocks it goes by; the reader's own where there is none, or none that is known here.
 */
export function spanOf(start: Date, end: Date, timeZone?: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...style, timeZone }).formatRange(start, end);
  } catch {
    return `${dayOf(start)} – ${dayOf(end)}`;
  }
}

/** Everything, with the offset, for a tooltip. */
export function fullOf(date: Date): string {
  return date.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'long' });
}

/** `850 ms`, `12.3 s`, `4 min 5 s`: how long something took, from milliseconds. */
export function durationOf(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
