import type { AudienceScope, Expression } from './condition.ts';
import type { JourneyDocument } from './journey-document.ts';
import type { Finding } from './problem.ts';
import type { Step } from './steps.ts';

/** A journey that was checked, ready to run. */
export interface CompiledJourney {
  readonly document: JourneyDocument;
  /** Bounds the run and each of its messages, in milliseconds. */
  readonly expiresMs: number;
  readonly startWhen?: Expression;
  readonly once?: { readonly per: Expression; readonly withinMs?: number };
  /** Who is of the audience, where there is a condition. */
  readonly audienceWhere?: Expression<AudienceScope>;
  readonly exits: readonly { readonly on: string; readonly when?: Expression }[];
  readonly steps: ReadonlyMap<string, CompiledStep>;
  /** Types of events that may move or end a run that goes on. */
  readonly hears: ReadonlySet<string>;
  /** What its author may want to think about; of one that was published before, also what would be refused today. */
  readonly warnings: readonly Finding[];
  /** Whether a run ever looks at what is known of its recipient. */
  readonly asksRecipient: boolean;
}

export interface CompiledStep {
  readonly step: Step;
  /** The id of the step that follows in the list. */
  readonly following: string | undefined;
  /** Conditions of a branch, in the order of its arms. */
  readonly conditions: readonly Expression[];
  /** What an awaited event has to fulfil. */
  readonly when?: Expression;
  /** The instant that is waited for. */
  readonly until?: Expression;
  /** What events have to have in common to be collected. */
  readonly key?: Expression;
  /** What is set, or published, by name. */
  readonly values: readonly (readonly [string, Expression])[];
}
