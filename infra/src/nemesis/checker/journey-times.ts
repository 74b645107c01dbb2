/** What a step of the load's journeys waits for, in milliseconds. */
export interface StepTimes {
  /** Of an escalation: the shortest time that one of its rungs has for its signal. */
  readonly withinMs?: number;
  /** Of a wait. */
  readonly waitMs?: number;
}

/** By journey and step. A step with `withinMs` is an escalation; of any other the messages have no order. */
export type JourneyTimes = Readonly<Record<string, Readonly<Record<string, StepTimes>>>>;

/** What is known of a step; nothing when the table doesn't have it. */
export function timesOf(times: JourneyTimes, journey: string, step: string): StepTimes {
  return times[journey]?.[step] ?? {};
}

/** Whether a step's messages are rungs, one after the other. */
export function isEscalation(times: JourneyTimes, journey: string, step: string): boolean {
  return timesOf(times, journey, step).withinMs !== undefined;
}
