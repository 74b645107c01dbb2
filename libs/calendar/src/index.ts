/** Durations, time zones, local hours and cron: what people mean by times. Pure: the instant is always given. */
export { nextOccurrence, readCron } from './cron.ts';
export { durationMs } from './duration.ts';
export {
  isOpen,
  isTimeOfDay,
  type LocalHours,
  nextOpening,
  timeOfDayMs,
  WEEKDAYS,
  type Weekday,
} from './local-hours.ts';
export { type IsClosedOn, nextOpenInstant, openState, type OpenState } from './open-state.ts';
export { addPeriod, isPeriod } from './period.ts';
export { isTimeZone } from './time-zone.ts';
export { fromWallClock, nextWallClock, toClockText } from './wall-clock.ts';
