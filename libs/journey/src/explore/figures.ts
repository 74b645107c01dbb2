import type { Channel } from '@hermod/contracts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import type { EndFigure, LoopFigure, MessageFigure, PathLine, TimeFigure } from './exploration.ts';
import { type Arrival, continued, momentsOf } from './latest-times.ts';
import { lastBefore, type Mark, type Marks, waysOf } from './most-messages.ts';
import type { State, StateGraph, Transition } from './state-graph.ts';
import { type Moment, soonest, waysTo } from './tell-path.ts';

/** What was explored, and what its figures are read from. */
export interface Explored {
  readonly graph: StateGraph;
  readonly ordered: readonly State[];
  readonly marks: Marks;
  readonly byChannel: readonly (readonly [Channel, Marks])[];
  readonly arrivalsAt: (state: State) => readonly Arrival[];
  readonly tell: (moments: readonly Moment[]) => readonly PathLine[];
  /** Tells the earliest path to a state, one of so many of the kind. */
  readonly tellEarliest: (ways: readonly Transition[], count: number) => readonly PathLine[];
}

const DAY_MS = 86_400_000;

/** Most messages of those that the marks count, before the run expires. */
export function mostInAll({ graph, tell }: Explored, marks: Marks): MessageFigure {
  const most = marks.of(graph.states[0]!).at(-1);
  return { messages: most?.messages ?? 0, path: tell(soonest(waysOf(most), graph.startedAt)) };
}

/** Most messages in a day that begins with one of them. */
export function mostInDay({ graph, marks, tell }: Explored): MessageFigure {
  let best: { messages: number; first: Transition; rest: Mark | undefined } | undefined;
  for (const first of graph.states.flatMap(({ ways }) => ways)) {
    if (first.handedOver === undefined) continue;
    const left = graph.expiresAt - (first.from.earliestAt + first.minMs);
    const rest = lastBefore(marks.of(first.to), Math.min(DAY_MS, left));
    const messages = 1 + (rest?.messages ?? 0);
    if (messages > (best?.messages ?? 0)) best = { messages, first, rest };
  }
  if (best === undefined) return { messages: 0, path: [] };
  const ways = [...waysTo(best.first.from), best.first, ...waysOf(best.rest)];
  return { messages: best.messages, path: tell(soonest(ways, graph.startedAt)) };
}

/** The latest hand-over of a message. */
export function longestToLastMessage(explored: Explored): TimeFigure | null {
  const handOvers = explored.ordered.flatMap(({ ways }) =>
    ways.filter(({ handedOver }) => handedOver !== undefined),
  );
  return latestOf(explored, handOvers) ?? null;
}

/** The latest end, be it that the run expires. */
export function longestToEnd(explored: Explored): TimeFigure {
  const { graph, ordered } = explored;
  const expired = findExpired(explored);
  if (expired !== undefined) return { ms: graph.expiresAt - graph.startedAt, path: explored.tell(expired) };
  const endings = ordered.flatMap(({ ways }) => ways.filter(({ to }) => isEnd(to)));
  return latestOf(explored, endings) ?? { ms: 0, path: [] };
}

function latestOf(
  { graph, arrivalsAt, tell }: Explored,
  ways: readonly Transition[],
): TimeFigure | undefined {
  let latest: Arrival | undefined;
  for (const by of ways) {
    for (const before of arrivalsAt(by.from)) {
      const arrival = continued(before, by, graph.expiresAt);
      if (arrival !== undefined && arrival.to > (latest?.to ?? -1)) latest = arrival;
    }
  }
  if (latest === undefined) return undefined;
  return { ms: latest.to - graph.startedAt, path: tell(momentsOf(latest, latest.to)) };
}

const isEnd = ({ situation }: State): boolean => situation.run.status === 'ended';

/** A path on which a run is still under way when it expires. */
function findExpired({ graph, ordered, arrivalsAt }: Explored): Moment[] | undefined {
  for (const state of ordered) {
    if (isEnd(state) || state.index === 0) continue;
    const arrival = arrivalsAt(state).find(({ to }) => to + state.stayMs >= graph.expiresAt);
    if (arrival !== undefined)
      return [...momentsOf(arrival, arrival.to), { happening: { kind: 'tick' }, at: graph.expiresAt }];
  }
  return undefined;
}

/** Every outcome with which a run can end, in the order in which the soonest of each comes. */
export function endsOf(explored: Explored): EndFigure[] {
  const { graph, tell, tellEarliest } = explored;
  const states = graph.states.filter(isEnd).toSorted((a, b) => a.earliestAt - b.earliestAt);
  const ends = states.map((state) => ({
    outcome: state.situation.run.outcome!,
    path: tellEarliest(waysTo(state), states.length),
  }));
  const expired = findExpired(explored);
  const isNamed = ends.some(({ outcome }) => outcome === 'expired');
  return expired === undefined || isNamed ? ends : [...ends, { outcome: 'expired', path: tell(expired) }];
}

/** How often loops can be gone round. */
export function loopsOf({ graph, tellEarliest }: Explored): LoopFigure[] {
  const loops = [...new Set(graph.ground.loops.values())];
  const limits = loops.flatMap((loop) => [...loop.limits].map(([id, limit]) => ({ loop, id, limit })));
  return limits.map(({ loop: { steps }, id, limit }) => {
    const most = graph.mostVisits.get(id);
    const ways = most === undefined ? [] : [...waysTo(most.by.from), most.by];
    return {
      steps,
      limitedBy: id,
      limit,
      visits: most?.visits ?? 0,
      path: tellEarliest(ways, limits.length),
    };
  });
}

/** Steps that were never entered. */
export function deadSteps({ document }: CompiledJourney, { entered }: StateGraph): string[] {
  return document.steps.flatMap(({ id }) => (entered.has(id) ? [] : [id]));
}
