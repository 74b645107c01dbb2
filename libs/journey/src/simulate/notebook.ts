import type { Channel } from '@hermod/contracts';
import type { Millis } from '../engine/run.ts';
import type { TimelineEntry } from '../engine/stimulus.ts';
import type { MessageOutcome } from './scenario.ts';

/** Something that shows from outside: what expectations are compared with. */
export type Observed =
  | {
      readonly kind: 'message';
      readonly at: Millis;
      readonly journey: string;
      readonly step: string;
      readonly channel: Channel;
      readonly template: string;
      readonly as: MessageOutcome;
      /** Why it was not sent; of what was sent, why it might be. */
      readonly rule: string;
      /** What the person reads, where the template is known. */
      readonly text?: string;
    }
  | {
      readonly kind: 'ended';
      readonly at: Millis;
      readonly journey: string;
      readonly outcome: string;
      readonly variables: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'published';
      readonly at: Millis;
      readonly journey: string;
      readonly type: string;
      readonly data: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'running';
      readonly at: Millis;
      readonly journey: string;
      readonly step: string;
      readonly variables: Readonly<Record<string, unknown>>;
    };

/** One line of the whole story. */
export interface StoryLine extends Omit<TimelineEntry, 'why'> {
  readonly journey?: string;
  readonly why?: TimelineEntry['why'];
}

/** What bounds a simulation, so that no document can keep a process busy. */
export interface Limits {
  /** How often runs may be advanced. */
  readonly advances: number;
  readonly messages: number;
  readonly lines: number;
}

export const DEFAULT_LIMITS: Limits = { advances: 10_000, messages: 1_000, lines: 10_000 };

/** More happens than a simulation may play. Never leaves it. */
export class TooMuch extends Error {}

/** Writes down what happens, and stops what goes on without end. */
export class Notebook {
  readonly observed: Observed[] = [];
  readonly story: StoryLine[] = [];
  /** What the scenario asks for and can't be done, such as a signal about a message that was never sent. */
  readonly mistakes: { readonly field: string; readonly message: string }[] = [];
  readonly #limits: Limits;
  #advances = 0;
  #messages = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** A message that was taken back because its run ended stands before that end, as people read it. */
  observe(observed: Observed): void {
    const isTakenBack = observed.kind === 'message' && observed.as === 'withdrawn';
    const isBehind = ({ kind, at }: Observed): boolean => kind !== 'ended' || at !== observed.at;
    const place = isTakenBack ? this.observed.findLastIndex(isBehind) + 1 : this.observed.length;
    this.observed.splice(place, 0, observed);
  }

  tell(line: StoryLine): void {
    this.story.push(line);
    stopAt(this.story.length, this.#limits.lines, 'lines of the story');
  }

  countAdvance(): void {
    stopAt((this.#advances += 1), this.#limits.advances, 'steps of the engine');
  }

  countMessage(): void {
    stopAt((this.#messages += 1), this.#limits.messages, 'messages');
  }
}

function stopAt(count: number, most: number, what: string): void {
  if (count > most) throw new TooMuch(`there are more than ${most} ${what}`);
}
