/** The outcomes of each step kind in words: what the schema of `then` offers, and the reference tells. */
import { STEP_KINDS, type StepKind } from '@hermod/journey';

/** A way in which a step can be left. */
export interface Outcome {
  readonly name: string;
  /** What happened, as the end of "the step is left with this outcome when …". */
  readonly when: string;
  /** What comes where `then` doesn't name it: the step of `then` or the next one in the list, or the end of the run. */
  readonly otherwise: 'next' | 'ends';
  /** It stands for names that the document itself gives. */
  readonly isExample?: true;
}

const next = (name: string, when: string): Outcome => ({ name, when, otherwise: 'next' });

const LIMIT: Outcome = {
  name: 'limit',
  when: 'the run came here once more than `visits` allows; the step does nothing then',
  otherwise: 'ends',
};

const OWN: Readonly<Record<StepKind, readonly Outcome[]>> = {
  escalate: [
    next('reached', 'a message of any rung brought the signal of its rung, or a stronger one'),
    next('exhausted', 'the last rung ended without its signal, or the recipient as a whole gets nothing'),
  ],
  send: [
    next(
      'sent',
      'every hand-over has ended and one was accepted, or may have been; with `await`, no signal came',
    ),
    next('reached', 'the awaited signal came; only with `await`'),
    next('failed', 'no message went out; with `await`, none can be answered any more'),
  ],
  ask: [
    {
      ...next('yes', 'the person gave the reply that is called so: each reply is an outcome, by its `id`'),
      isExample: true,
    },
    next(
      'other',
      'the person answered something else; only where `then` names it, otherwise the step goes on',
    ),
    next('silent', 'nobody answered in time, or nobody could be asked'),
  ],
  wait: [
    next('timeout', 'the time has passed, the instant has come, or the hours have opened'),
    next('happened', 'the event came; only with `on`'),
    {
      name: 'missing',
      when: 'the expression of `until` gives no instant, because something is missing or is none',
      otherwise: 'ends',
    },
  ],
  branch: [],
  split: [],
  collect: [next('collected', 'the time has passed, or `most` events are there')],
  publish: [
    next('next', 'the event was published, or was refused because it had too many hops or is too large'),
  ],
  set: [next('next', 'the variables were set; one whose value is missing keeps the value that it had')],
  end: [],
};

/** The outcomes that `then` may name in a step of a kind; none where the arms themselves say what comes next. */
export function outcomesOfKind(kind: StepKind): readonly Outcome[] {
  return 'visits' in STEP_KINDS[kind].shape ? [...OWN[kind], LIMIT] : OWN[kind];
}
