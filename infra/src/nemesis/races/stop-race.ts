import type { RaceKind, StopDoor } from '../evidence.ts';
import type { Person } from '../load/people.ts';
import type { PlannedEvent } from '../load/send-events.ts';

/** Something that is said in a race, in milliseconds from the start of the load. */
export interface RaceAct {
  readonly atMs: number;
  /**
   * `stop` through the race's own door; `start` by a text of a new id; `replay` is the race's first START once more,
   * with the id that it had, as a provider repeats what it thinks was not taken.
   */
  readonly what: 'stop' | 'start' | 'replay';
}

/** A STOP against messages that are about to go. Each race has a number of its own, which one or two people hold. */
export interface StopRace {
  readonly id: string;
  readonly kind: RaceKind;
  readonly door: StopDoor;
  /** An opt-out over the API concerns the first of them only. */
  readonly holders: readonly Person[];
  /** In the order in which they are said: none before the one in front of it was answered. */
  readonly acts: readonly RaceAct[];
  /** Of messages that wait for the end of quiet hours, which is known only when they begin. */
  readonly deferral?: Deferral;
}

/** What is put off, and how the STOP meets it. */
export interface Deferral {
  /** From the start of the load. The quiet hours end within two minutes of it. */
  readonly atMs: number;
  readonly events: readonly PlannedEvent[];
  /** From the last STOP to the time to which the first of them is put off. */
  readonly dueAfterMs: number;
}

/** Many who get a message at once, more than their provider takes in a second. */
export interface Campaign {
  readonly atMs: number;
  /** Names the request, so that a repeat launches nothing twice. */
  readonly key: string;
  readonly recipients: readonly string[];
}
