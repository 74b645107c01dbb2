import { Cron } from 'croner';

/**
 * Checks a cron pattern of five fields (minute, hour, day of the month, month, day of the week).
 * Returns what is wrong with it, or undefined.
 */
export function readCron(pattern: string): string | undefined {
  if (pattern.trim().split(/\s+/).length !== 5) return 'a cron pattern has five fields, as in `0 9 * * mon`';
  try {
    const cron = new Cron(pattern, { mode: '5-part', paused: true });
    return cron.nextRun(new Date(0)) === null ? 'this never comes' : undefined;
  } catch (error) {
    return (error as Error).message.split('\n')[0]!;
  }
}

/**
 * The first time after an instant at which a pattern comes on the clocks of a zone, in milliseconds of the epoch; undefined
 * when it never does. An hour that the clocks skip comes with the jump, one that comes twice counts once.
 */
export function nextOccurrence(pattern: string, zone: string, after: number): number | undefined {
  const cron = new Cron(pattern, { mode: '5-part', paused: true, timezone: zone });
  return cron.nextRun(new Date(after))?.getTime();
}
