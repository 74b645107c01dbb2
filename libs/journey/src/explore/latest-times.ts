import type { Millis } from '../engine/run.ts';
import type { Moment } from './tell-path.ts';
import type { Pauses, State, StateGraph, Transition } from './state-graph.ts';

/** Times at which a run can come to a state by one way: all from the earliest to the latest. */
export interface Arrival {
  readonly from: Millis;
  readonly to: Millis;
  readonly by: Transition | undefined;
  readonly before: Arrival | undefined;
}

/** Where each state's arrivals are found. */
export type Arrivals = (state: State) => readonly Arrival[];

/** Most arrivals that are kept for a state where the expiry cuts some off: the earliest, and the latest ones. */
const MOST_ARRIVALS = 24;

/**
 * When runs can come to each state, before they expire. A transition that may come at any moment between two makes a
 * span of an instant, so what the expiry cuts off is told from what it leaves. Where it cuts off nothing, the latest
 * arrival of each state is enough.
 * @param ordered as `inOrder` returns them.
 */
export function* findArrivals(graph: StateGraph, ordered: readonly State[]): Pauses<Arrivals> {
  const latest = yield* spread(graph, ordered, 1);
  const isCut = ordered.some((state) => latest(state).some(({ to }) => to + state.stayMs >= graph.expiresAt));
  return isCut ? yield* spread(graph, ordered, MOST_ARRIVALS) : latest;
}

function* spread(
  { states, startedAt, expiresAt }: StateGraph,
  ordered: readonly State[],
  most: number,
): Pauses<Arrivals> {
  const arrivals: Arrival[][] = states.map(() => []);
  arrivals[0] = [{ from: startedAt, to: startedAt, by: undefined, before: undefined }];
  for (const [nth, state] of ordered.entries()) {
    for (const by of state.ways) {
      for (const before of arrivals[state.index]!) {
        const arrival = continued(before, by, expiresAt);
        if (arrival !== undefined) keep(arrivals[by.to.index]!, arrival, most);
      }
    }
    if (nth % 200 === 0) yield;
  }
  return ({ index }) => arrivals[index]!;
}

/** An arrival in the state behind a transition; undefined when the run has expired by then. */
export function continued(before: Arrival, by: Transition, expiresAt: Millis): Arrival | undefined {
  const from = before.from + by.minMs;
  if (from >= expiresAt) return undefined;
  return { from, to: Math.min(before.to + by.maxMs, expiresAt - 1), by, before };
}

function keep(kept: Arrival[], one: Arrival, most: number): void {
  if (most === 1) {
    if (one.to > (kept[0]?.to ?? -1)) kept[0] = one;
    return;
  }
  if (kept.some(({ from, to }) => from <= one.from && to >= one.to)) return;
  const others = kept.filter(({ from, to }) => from < one.from || to > one.to);
  others.push(one);
  others.sort((a, b) => a.from - b.from || a.to - b.to);
  // None covers another, so they are in the order of their ends as well.
  if (others.length > most) others.splice(1, 1);
  kept.splice(0, kept.length, ...others);
}

/** The path of an arrival that comes at a time: each transition as late as that allows. */
export function momentsOf(arrival: Arrival, at: Millis): Moment[] {
  const moments: Moment[] = [];
  let time = at;
  for (let one = arrival; one.by !== undefined && one.before !== undefined; one = one.before) {
    moments.push({ happening: one.by.happening, at: time });
    time = Math.min(one.before.to, time - one.by.minMs);
  }
  return moments.reverse();
}
