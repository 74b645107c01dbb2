import { HermodError } from '@hermod/contracts';

/** How far a reporter's clock may be ahead of ours. */
const MOST_AHEAD_MS = 5 * 60_000;
/** Nothing that Hermod sent is older. */
const EARLIEST_MS = Date.UTC(2020, 0, 1);

/**
 * When a signal happened: in UTC, now when it doesn't say.
 * @throws HermodError SIGNAL_TIME_IMPLAUSIBLE when it lies over 5 minutes ahead, or before Hermod.
 */
export function timeOfSignal(at: string | undefined, now: Date): string {
  const instant = at === undefined ? now : new Date(at);
  if (isPlausible(instant, now)) return instant.toISOString();
  const words = instant > now ? 'lies in the future' : 'lies too far in the past';
  throw new HermodError('SIGNAL_TIME_IMPLAUSIBLE', `the time of the signal ${words}`, {
    field: 'at',
    fix: 'set the clock of the device, or leave `at` out: it is the time of arrival then',
  });
}

/** When a provider says that something happened, in UTC. What can't be true counts as now: the report itself is signed. */
export function timeOfReport(at: string, now: Date): string {
  const instant = new Date(at);
  return (isPlausible(instant, now) ? instant : now).toISOString();
}

function isPlausible(instant: Date, now: Date): boolean {
  const ms = instant.getTime();
  return ms >= EARLIEST_MS && ms <= now.getTime() + MOST_AHEAD_MS;
}
