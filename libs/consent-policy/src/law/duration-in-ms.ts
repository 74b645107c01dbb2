import { durationMs } from '@hermod/calendar';

/** A duration that its schema has let through, in milliseconds. */
export function durationInMs(text: string): number {
  const ms = durationMs(text);
  if (ms === undefined) throw new Error(`${text} is no duration`);
  return ms;
}
