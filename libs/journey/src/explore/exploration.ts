import type { Channel } from '@hermod/contracts';
import type { Millis } from '../engine/run.ts';

/** One line of a path through a journey. */
export interface PathLine {
  /** Since the start of the run. */
  readonly atMs: Millis;
  readonly step?: string;
  /** What happened, in words. */
  readonly what: string;
}

/** Something that can happen, with the way there. */
export interface Shown {
  readonly path: readonly PathLine[];
}

/** How many messages one recipient can get of one run: those that were handed over to a provider, or may have been. */
export interface MessageFigure extends Shown {
  readonly messages: number;
}

/** How long something can take from the start of the run. */
export interface TimeFigure extends Shown {
  readonly ms: Millis;
}

/** A step in a loop, and how often a run can come there. */
export interface LoopFigure extends Shown {
  /** The steps of the loop, in the order of the document. */
  readonly steps: readonly string[];
  /** The step whose `visits` limits it. */
  readonly limitedBy: string;
  /** What its `visits` allow. */
  readonly limit: number;
  /** The most visits that were found. */
  readonly visits: number;
}

/** A way in which a run can end. */
export interface EndFigure extends Shown {
  readonly outcome: string;
}

/** What can happen in a run of a journey. */
export interface Exploration {
  readonly journey: string;
  /** False when the budget was used up: then the figures are what was found so far, and the truth may be more. */
  readonly complete: boolean;
  /** Different states of a run that were found. */
  readonly states: number;
  /** When a run expires, from its start. */
  readonly expiresMs: Millis;
  /** Most messages in all. */
  readonly mostMessages: MessageFigure;
  /** Most messages in any 24 hours, the last instant of which is not one of them. */
  readonly mostMessagesInDay: MessageFigure;
  /** Most messages on each channel that can be used at all, each by a path of its own. */
  readonly mostMessagesByChannel: Readonly<Partial<Record<Channel, MessageFigure>>>;
  /** The latest that a message can be handed over; null when none ever is. */
  readonly longestToLastMessage: TimeFigure | null;
  /** The latest that a run can end. */
  readonly longestToEnd: TimeFigure;
  /** Steps that no combination leads to, in the order of the document. Empty while the exploration is not complete. */
  readonly deadSteps: readonly string[];
  readonly loops: readonly LoopFigure[];
  readonly ends: readonly EndFigure[];
  /** What the dearest way costs. Null as long as there are no price tables. */
  readonly worstPrice: null;
}

/** Limits of an exploration. */
export interface ExploreOptions {
  /** Most states that are looked at; 200,000 without. */
  readonly maxStates?: number;
  /** Longest path that is shown, in lines; of a longer one the middle is left out. 500 without. */
  readonly maxPathLines?: number;
  /** Asked between pieces: with true, no further states are looked at, and what was found is told as not complete. */
  readonly isEnough?: () => boolean;
}
