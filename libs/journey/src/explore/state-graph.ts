import type { Channel } from '@hermod/contracts';
import type { Millis, Run } from '../engine/run.ts';
import type { ExploreOptions } from './exploration.ts';
import { EarliestFirst } from './earliest-first.ts';
import { happen, type Happening, longestStay, type Possible, possibleIn } from './happening.ts';
import { type Ground, nameOf, type Outcome, originOf, type Situation } from './situation.ts';

/** A state of a run: all situations that have the same future. */
export interface State {
  readonly index: number;
  /** The situation as it is when it comes as early as it can. */
  situation: Situation;
  /** The earliest that a run can be here. */
  earliestAt: Millis;
  /** The transition by which it can. */
  earliestBy: Transition | undefined;
  readonly ways: Transition[];
  /** The longest that a run can stay here. */
  stayMs: Millis;
}

/** How a run comes from one state to another. */
export interface Transition {
  readonly from: State;
  readonly to: State;
  readonly happening: Happening;
  /** How long the run is in `from` before, at the least and at the most. */
  readonly minMs: Millis;
  readonly maxMs: Millis;
  /** A message that is handed over with it, or may be. */
  readonly handedOver?: Channel;
}

/** Everything that can happen in a journey, as far as the budget went. */
export interface StateGraph {
  readonly ground: Ground;
  readonly startedAt: Millis;
  readonly expiresAt: Millis;
  /** The first one is a run before its start. */
  readonly states: readonly State[];
  readonly complete: boolean;
  /** Steps of the document that were entered. */
  readonly entered: ReadonlySet<string>;
  /** By step that limits a loop: the most visits, and the transition that made them. */
  readonly mostVisits: ReadonlyMap<string, { readonly visits: number; readonly by: Transition }>;
}

/** What a long calculation yields now and then, so that others get their turn. */
export type Pauses<T> = Generator<undefined, T>;

/** States between two pauses. */
const BETWEEN_PAUSES = 20;

/**
 * Walks through everything that can happen, each state once, by the real engine. States are taken in the order of their
 * earliest time (Dijkstra 1959), so each is looked at with the most time left: one that can only be reached after the
 * run has expired is never found.
 */
export function* exploreStates(
  ground: Ground,
  first: Run,
  { maxStates, isEnough }: Required<Pick<ExploreOptions, 'maxStates' | 'isEnough'>>,
): Pauses<StateGraph> {
  const walk = new Walk(ground, first);
  const queue = new EarliestFirst<State>();
  walk.enqueue = (state) => queue.push(state.earliestAt, state);
  queue.push(first.startedAt, walk.stateOf({ run: first }, first.startedAt));
  let [looked, isStopped] = [0, false];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    // It was found again, and earlier.
    if (next.at > next.value.earliestAt || !walk.claim(next.value)) continue;
    isStopped = walk.states.length > maxStates || (looked % BETWEEN_PAUSES === 0 && isEnough());
    if (isStopped) break;
    walk.look(next.value);
    looked += 1;
    if (looked % BETWEEN_PAUSES === 0) yield;
  }
  const { states, entered, mostVisits } = walk;
  const { startedAt, expiresAt } = first;
  return { ground, startedAt, expiresAt, states, complete: !isStopped, entered, mostVisits };
}

class Walk {
  readonly states: State[] = [];
  readonly entered = new Set<string>();
  readonly mostVisits = new Map<string, { visits: number; by: Transition }>();
  enqueue: (state: State) => void = () => undefined;
  readonly #ground: Ground;
  readonly #expiresAt: Millis;
  readonly #byName = new Map<string, State>();
  readonly #looked = new Set<State>();

  constructor(ground: Ground, { expiresAt }: Run) {
    this.#ground = ground;
    this.#expiresAt = expiresAt;
  }

  /** True for the first one who wants to look at a state. */
  claim(state: State): boolean {
    if (this.#looked.has(state)) return false;
    this.#looked.add(state);
    return true;
  }

  stateOf(situation: Situation, at: Millis): State {
    const name = nameOf(this.#ground, situation, at);
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const index = this.states.length;
    const state: State = {
      index,
      situation,
      earliestAt: Infinity,
      earliestBy: undefined,
      ways: [],
      stayMs: 0,
    };
    if (index === 0) state.earliestAt = at;
    this.states.push(state);
    this.#byName.set(name, state);
    return state;
  }

  /** Finds out where a run can go from a state. */
  look(state: State): void {
    const { situation, earliestAt } = state;
    const possible: Possible[] =
      state.index === 0
        ? [{ happening: { kind: 'start' }, minMs: 0, maxMs: 0 }]
        : possibleIn(this.#ground, situation, earliestAt);
    state.stayMs = longestStay(possible);
    for (const one of possible) if (earliestAt + one.minMs < this.#expiresAt) this.#follow(state, one);
  }

  /** What happens at once and what happens at the last moment are one transition where they lead to the same. */
  #follow(from: State, { happening, minMs, maxMs }: Possible): void {
    const soon = this.#happen(from, happening, minMs);
    const lateMs = Math.min(maxMs, this.#expiresAt - 1 - from.earliestAt);
    const late = lateMs > minMs ? this.#happen(from, happening, lateMs) : soon;
    if (late.to === soon.to) return this.#add(soon, { from, happening, minMs, maxMs });
    this.#add(soon, { from, happening, minMs, maxMs: minMs });
    this.#add(late, { from, happening, minMs: lateMs, maxMs: lateMs });
  }

  #happen(from: State, happening: Happening, afterMs: Millis): { to: State; outcome: Outcome } {
    const at = from.earliestAt + afterMs;
    const { situation } = from;
    const outcome = happen(this.#ground, situation, happening, at);
    return { to: this.stateOf(outcome.situation, at), outcome };
  }

  #add({ to, outcome }: { to: State; outcome: Outcome }, way: Omit<Transition, 'to' | 'handedOver'>): void {
    const { handedOver } = outcome;
    const transition = handedOver === undefined ? { ...way, to } : { ...way, to, handedOver };
    if (to === way.from) return;
    this.#note(outcome, transition);
    if (!way.from.ways.some((other) => covers(other, transition))) way.from.ways.push(transition);
    const at = way.from.earliestAt + way.minMs;
    if (at >= to.earliestAt) return;
    Object.assign(to, { situation: outcome.situation, earliestAt: at, earliestBy: transition });
    this.enqueue(to);
  }

  #note({ run }: Outcome, by: Transition): void {
    for (const id of Object.keys(run.visits)) this.entered.add(originOf(this.#ground.explorable, id));
    const step = run.position?.step ?? by.from.situation.run.position?.step ?? '';
    const limits = this.#ground.loops.get(originOf(this.#ground.explorable, step))?.limits.keys();
    for (const id of limits ?? []) {
      const visits = Object.hasOwn(run.visits, id) ? run.visits[id]! : 0;
      const most = this.mostVisits.get(id);
      const isSooner =
        most?.visits === visits && by.minMs + by.from.earliestAt < most.by.minMs + most.by.from.earliestAt;
      if (visits > (most?.visits ?? 0) || isSooner) this.mostVisits.set(id, { visits, by });
    }
  }
}

/** Whether a transition is one of the moments of another. */
function covers(other: Transition, one: Transition): boolean {
  return (
    other.to === one.to &&
    other.handedOver === one.handedOver &&
    other.minMs <= one.minMs &&
    other.maxMs >= one.maxMs
  );
}
