import type { AnswerFault } from '../faults/fault-plan.ts';
import type { Fate } from '../faults/dice.ts';
import type { Outcome } from '../ledger/ledger.ts';

/** What a provider says back: a status, headers and a JSON body in the provider's own shape. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** How a protocol words the faults that have an answer (a reset has none). */
export type FaultAnswers = Readonly<Record<Exclude<AnswerFault, 'resetAfterAccept'>, Answer>>;

/** How a call ends: what the ledger says, and the answer; none when the connection is reset. */
export interface Ending {
  readonly outcome: Outcome;
  readonly answer: Answer | undefined;
}

/** The ending of a call to a provider that is overloaded or broken; undefined when it can look at the call. */
export function endingWithoutALook(fate: Fate, answers: FaultAnswers): Ending | undefined {
  if (fate.answer === 'throttle') return { outcome: 'throttled', answer: answers.throttle };
  if (fate.answer === 'error') return { outcome: 'error', answer: answers.error };
  return undefined;
}

/** The ending of a call that was accepted; `isRepeat` when the same one had been accepted before. */
export function endingAfterAcceptance(
  fate: Fate,
  accepted: Answer,
  isRepeat: boolean,
  answers: FaultAnswers,
): Ending {
  if (fate.answer === 'errorAfterAccept')
    return { outcome: 'errorAfterAccept', answer: answers.errorAfterAccept };
  if (fate.answer === 'resetAfterAccept') return { outcome: 'resetAfterAccept', answer: undefined };
  return { outcome: isRepeat ? 'repeated' : 'accepted', answer: accepted };
}
