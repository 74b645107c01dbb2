import { CHANNELS, type Channel } from '@hermod/contracts';
import { newRun } from '../engine/start-run.ts';
import type { CompiledJourney } from '../language/compile-journey.ts';
import type { Exploration, ExploreOptions, MessageFigure } from './exploration.ts';
import { toExplorable } from './explorable-journey.ts';
import {
  deadSteps,
  endsOf,
  type Explored,
  loopsOf,
  longestToEnd,
  longestToLastMessage,
  mostInAll,
  mostInDay,
} from './figures.ts';
import { inOrder } from './in-order.ts';
import { findArrivals } from './latest-times.ts';
import { type Marks, markMessages } from './most-messages.ts';
import type { Ground } from './situation.ts';
import { exploreStates, type Pauses, type State, type StateGraph } from './state-graph.ts';
import { findLoops } from './step-loops.ts';
import { tellEarliest, tellPath } from './tell-path.ts';

const MAX_STATES = 200_000;
const MAX_PATH_LINES = 500;
/** Of more ends or loops than so many, each path is shown shorter. */
const MOST_PATHS = 20;
/** Any positive instant: the engine takes 0 for none. */
const START = 86_400_000;

/**
 * Finds out what can happen in a run of a journey: walks through every combination of outcomes by the real engine, with
 * equal states taken once.
 *
 * What is played: consent refuses a message (the channel or the recipient as a whole); it is handed over, fails, expires,
 * or nobody knows, at once or as late as it can; its signal comes at once, at the last moment or never, or a report says
 * that it did not arrive; an awaited event comes or does not, a `collect` fills up or does not; every arm is taken at every
 * visit; an instant that data decides lies anywhere before the expiry, or is missing; local hours are open, or open after
 * the longest wait there can be. What is not: deferrals (quiet hours make things later than said), pauses, and answers that
 * never come at all. Conditions are taken as independent of each other, so figures are bounds: what is shown can happen
 * where data allows it, more can't.
 */
export function explore(journey: CompiledJourney, options: ExploreOptions = {}): Exploration {
  const exploring = exploreInPieces(journey, options);
  for (;;) {
    const { done, value } = exploring.next();
    if (done === true) return value;
  }
}

/** The same, for those who have other things to do meanwhile: a pause between pieces of a few milliseconds. */
export function* exploreInPieces(
  journey: CompiledJourney,
  options: ExploreOptions = {},
): Pauses<Exploration> {
  const ground: Ground = { explorable: toExplorable(journey), loops: findLoops(journey) };
  const first = newRun(ground.explorable.journey, 1, { source: 'explore', id: 'start' }, 'somebody', START);
  const graph = yield* exploreStates(ground, first, {
    maxStates: options.maxStates ?? MAX_STATES,
    isEnough: options.isEnough ?? (() => false),
  });
  const ordered = inOrder(graph);
  const most = options.maxPathLines ?? MAX_PATH_LINES;
  const explored: Explored = {
    graph,
    ordered,
    marks: yield* markMessages(graph, ordered, ({ handedOver }) => handedOver !== undefined),
    byChannel: yield* markEachChannel(graph, ordered),
    arrivalsAt: yield* findArrivals(graph, ordered),
    tell: (moments) => tellPath(ground, first, moments, most),
    tellEarliest: (ways, count) =>
      tellEarliest(ground, graph.startedAt, ways, most / Math.ceil(count / MOST_PATHS)),
  };
  return yield* toExploration(journey, explored);
}

/** Reads the figures off, with a pause between those whose paths are played. */
function* toExploration(journey: CompiledJourney, explored: Explored): Pauses<Exploration> {
  const { graph, ordered, marks, byChannel } = explored;
  const areMarksComplete = [marks, ...byChannel.map(([, one]) => one)].every(({ complete }) => complete);
  const complete = graph.complete && ordered.length === graph.states.length && areMarksComplete;
  const mostMessages = mostInAll(explored, marks);
  yield;
  const mostMessagesInDay = mostInDay(explored);
  const mostMessagesByChannel: Partial<Record<Channel, MessageFigure>> = {};
  for (const [channel, one] of byChannel) {
    yield;
    mostMessagesByChannel[channel] = mostInAll(explored, one);
  }
  const toLastMessage = longestToLastMessage(explored);
  yield;
  const toEnd = longestToEnd(explored);
  yield;
  return {
    journey: journey.document.journey,
    complete,
    states: graph.states.length,
    expiresMs: journey.expiresMs,
    mostMessages,
    mostMessagesInDay,
    mostMessagesByChannel,
    longestToLastMessage: toLastMessage,
    longestToEnd: toEnd,
    deadSteps: complete ? deadSteps(journey, graph) : [],
    loops: loopsOf(explored),
    ends: endsOf(explored),
    worstPrice: null,
  };
}

/** The marks of each channel on which a message can be handed over. */
function* markEachChannel(
  graph: StateGraph,
  ordered: readonly State[],
): Pauses<(readonly [Channel, Marks])[]> {
  const used = new Set(graph.states.flatMap(({ ways }) => ways.map(({ handedOver }) => handedOver)));
  const marks: (readonly [Channel, Marks])[] = [];
  for (const channel of CHANNELS.filter((one) => used.has(one)))
    marks.push([channel, yield* markMessages(graph, ordered, ({ handedOver }) => handedOver === channel)]);
  return marks;
}
