import type { Millis } from '../engine/run.ts';
import type { Pauses, State, StateGraph, Transition } from './state-graph.ts';

/** The soonest, from a state on, at which so many messages can have been handed over. */
export interface Mark {
  readonly ms: Millis;
  readonly messages: number;
  readonly by: Transition;
  /** What follows behind `by`; undefined when it is the last message itself. */
  readonly rest: Mark | undefined;
}

/** Which messages are counted. */
export type Counts = (transition: Transition) => boolean;

/** Most marks that are kept for a graph; beyond, a state keeps one mark more or less. */
const MOST_MARKS = 2_000_000;

export interface Marks {
  of(state: State): readonly Mark[];
  /** False when there were too many of them: then a count is what is reached at least. */
  readonly complete: boolean;
}

/**
 * For each state, by number of messages, the soonest time at which they can have been handed over: from the last state
 * backwards, the best of all ways (the Pareto front of time and count). Exact, for two reasons: ways add their shortest
 * times, and the less time lies between two messages, the more of them fall into a day or before the expiry.
 * @param ordered as `inOrder` returns them.
 */
export function* markMessages(graph: StateGraph, ordered: readonly State[], counts: Counts): Pauses<Marks> {
  const marks: (readonly Mark[])[] = [];
  let [kept, complete] = [0, true];
  for (const [nth, state] of ordered.toReversed().entries()) {
    const left = graph.expiresAt - state.earliestAt;
    const candidates = state.ways.flatMap((way) => marksBy(way, marks[way.to.index] ?? [], counts));
    const best = front(candidates.filter(({ ms }) => ms < left));
    const isTooMuch = kept + best.length > MOST_MARKS;
    marks[state.index] = isTooMuch ? best.slice(-1) : best;
    kept += marks[state.index]!.length;
    complete &&= !isTooMuch || best.length <= 1;
    if (nth % 500 === 0) yield;
  }
  return { of: ({ index }) => marks[index] ?? [], complete };
}

function marksBy(by: Transition, following: readonly Mark[], counts: Counts): Mark[] {
  const own = counts(by) ? 1 : 0;
  const later = following.map((rest) => ({
    ms: by.minMs + rest.ms,
    messages: own + rest.messages,
    by,
    rest,
  }));
  return own === 0 ? later : [{ ms: by.minMs, messages: 1, by, rest: undefined }, ...later];
}

/** Those than which no other has as many messages as soon, in the order of their times. */
function front(candidates: Mark[]): Mark[] {
  const best: Mark[] = [];
  for (const mark of candidates.sort((a, b) => a.ms - b.ms || b.messages - a.messages))
    if (mark.messages > (best.at(-1)?.messages ?? 0)) best.push(mark);
  return best;
}

/** The mark with most messages before a time, which counts from its state. */
export function lastBefore(marks: readonly Mark[], ms: Millis): Mark | undefined {
  return marks.findLast((mark) => mark.ms < ms);
}

/** The transitions that a mark stands for. */
export function waysOf(mark: Mark | undefined): Transition[] {
  const ways: Transition[] = [];
  for (let at = mark; at !== undefined; at = at.rest) ways.push(at.by);
  return ways;
}
