import { durationMs } from '@hermod/calendar';
import { error, type Finding, warning } from '../problem.ts';
import { messagesOf, rungsOf } from '../messages-of.ts';
import type { ReadPlace } from './sketch.ts';
import { isLimited, reachable, type StepGraph, type Way, waitsBefore } from './step-graph.ts';

/** How late a run can come to a step, in milliseconds from its start, and the way before it. */
interface Arrival {
  readonly ms: number;
  readonly by?: Way;
}

/** Most steps with `visits` whose rounds are measured: that is work for each, and more than anybody writes. */
const MOST_MEASURED = 50;

const UNITS = [
  ['D', 86_400_000],
  ['H', 3_600_000],
  ['M', 60_000],
  ['S', 1_000],
] as const;

/**
 * Paths whose waits exceed the time that a run has: an error where a message comes after, a warning where the run only ends in
 * another way than its author wrote. The sum of a path counts each wait of it in full: rungs that stay silent, events that
 * don't come, what is collected. Of all ways to a step the one that takes longest counts, so that there is none on which a
 * message comes too late. Of a round only the shortest way inside counts, from where it was entered: `visits` allow further
 * rounds, they promise none. So no sum is larger than what runs do wait.
 */
export function findLongWaits(graph: StepGraph, expiresMs: number): Finding[] {
  const arrivals = latestArrivals(graph);
  return [
    ...graph.places.flatMap((place, number) => {
      const arrival = arrivals[number];
      if (arrival === undefined || arrival.ms >= expiresMs) return [];
      const wait = waitsOf(place).find(({ untilMs }) => arrival.ms + untilMs >= expiresMs);
      if (wait === undefined) return [];
      const sum = asDuration(arrival.ms + wait.untilMs);
      const path = pathTo(graph, arrivals, number).join(' → ');
      const message = `by way of ${path} the waits sum up to ${sum}, but the run expires after ${asDuration(expiresMs)}`;
      const fix = `make \`expires\` longer than ${sum}, or the waits shorter`;
      return wait.isWithin || leadsToMessage(graph, number)
        ? [error(wait.field, `${message}: what should be said then is never said`, fix)]
        : [warning(wait.field, `${message}, and ends as \`expired\``, fix)];
    }),
    ...findUnusableVisits(graph, arrivals, expiresMs),
  ];
}

/** Whether a message may come after a step whose time has passed. */
function leadsToMessage({ places, from }: StepGraph, number: number): boolean {
  const next = from[number]!.filter(({ waitsMs }) => waitsMs > 0).map(({ to }) => to);
  const after = [...next, ...reachable(next, from, ({ isDead }) => !isDead)];
  return after.some((place) => {
    const { step } = places[place]!;
    return messagesOf(step).messages.length > 0;
  });
}

interface StepWait {
  readonly field: string;
  /** From the beginning of the step until the wait is over in silence. */
  readonly untilMs: number;
  /** Another message of the same step comes after it. */
  readonly isWithin: boolean;
}

/** What is waited for at a step, in turn. */
function waitsOf({ step, at }: ReadPlace): StepWait[] {
  const rungs = rungsOf(step);
  if (rungs !== undefined) {
    let untilMs = 0;
    return rungs.map(({ within }, index) => {
      untilMs += durationMs(within)!;
      return {
        field: `${at}.${messagesOf(step).key}[${index}].within`,
        untilMs,
        isWithin: index < rungs.length - 1,
      };
    });
  }
  const only = (field: string, outcome: string): StepWait[] => [
    { field: `${at}.${field}`, untilMs: waitsBefore(step, outcome), isWithin: false },
  ];
  if ('send' in step) return only('within', 'sent');
  if ('wait' in step) return only(step.wait.for === undefined ? 'wait.within' : 'wait.for', 'timeout');
  return 'collect' in step ? only('collect.for', 'collected') : [];
}

/** Rounds in the order in which they are entered: a way between two of them leads to the lower number. */
function latestArrivals(graph: StepGraph): (Arrival | undefined)[] {
  const arrivals: (Arrival | undefined)[] = graph.places.map(() => undefined);
  arrivals[0] = { ms: 0 };
  const members = Map.groupBy(graph.places.keys(), (number) => graph.rounds[number]!);
  for (const round of [...members.keys()].sort((a, b) => b - a)) {
    const places = members.get(round)!;
    const entered = places.filter((number) => arrivals[number] !== undefined);
    if (entered.length === 0) continue;
    const latest = entered.reduce((a, b) => (arrivals[b]!.ms > arrivals[a]!.ms ? b : a));
    for (const [number, arrival] of shortestWays(graph, latest, arrivals[latest]!)) {
      const known = arrivals[number];
      if (known === undefined || known.ms < arrival.ms) arrivals[number] = arrival;
    }
    for (const way of places.flatMap((number) => graph.from[number]!)) {
      const before = arrivals[way.from];
      if (graph.rounds[way.to] === round || way.isDead || before === undefined) continue;
      const ms = before.ms + way.waitsMs;
      if ((arrivals[way.to]?.ms ?? -1) < ms) arrivals[way.to] = { ms, by: way };
    }
  }
  return arrivals;
}

/** The shortest ways from a step to the others of its round (Dijkstra 1959). */
function shortestWays(graph: StepGraph, start: number, begins: Arrival): Map<number, Arrival> {
  const done = new Map<number, Arrival>();
  const open = new Map<number, Arrival>([[start, begins]]);
  while (open.size > 0) {
    const [next, arrival] = [...open].reduce((a, b) => (b[1].ms < a[1].ms ? b : a));
    open.delete(next);
    done.set(next, arrival);
    for (const way of graph.from[next]!) {
      if (graph.rounds[way.to] !== graph.rounds[start] || way.isDead || done.has(way.to)) continue;
      const ms = arrival.ms + way.waitsMs;
      if ((open.get(way.to)?.ms ?? Infinity) > ms) open.set(way.to, { ms, by: way });
    }
  }
  return done;
}

/** Visits that there is no time for, even when every round is as short as it can be. */
function findUnusableVisits(
  graph: StepGraph,
  arrivals: readonly (Arrival | undefined)[],
  expiresMs: number,
): Finding[] {
  const limited = [...graph.places.entries()].filter(
    ([number, { step }]) => isLimited(step) && graph.comesBack[number] === true,
  );
  return limited.slice(0, MOST_MEASURED).flatMap(([number, { step, at, id }]) => {
    const arrival = arrivals[number];
    const visits = 'visits' in step ? step.visits : undefined;
    if (visits === undefined || arrival === undefined) return [];
    const roundMs = shortestRound(graph, number);
    const fitting = roundMs === 0 ? visits : Math.ceil((expiresMs - arrival.ms) / roundMs);
    if (fitting >= visits || fitting < 1) return [];
    const message = `at most ${fitting} of ${visits} visits of \`${id}\` fit into the ${asDuration(expiresMs)} after which the run expires`;
    return [warning(`${at}.visits`, message, 'make `expires` longer, or `visits` fewer')];
  });
}

function shortestRound(graph: StepGraph, number: number): number {
  const ways = shortestWays(graph, number, { ms: 0 });
  const back = [...ways].flatMap(([from, { ms }]) =>
    graph.from[from]!.filter(({ to }) => to === number).map(({ waitsMs }) => ms + waitsMs),
  );
  return Math.min(...back);
}

function pathTo(graph: StepGraph, arrivals: readonly (Arrival | undefined)[], number: number): string[] {
  const path: string[] = [];
  for (let at: number | undefined = number; at !== undefined; at = arrivals[at]?.by?.from) {
    path.unshift(graph.places[at]!.id);
    if (path.length > graph.places.length) break;
  }
  return path.length <= 8 ? path : [...path.slice(0, 3), '…', ...path.slice(-4)];
}

/** Milliseconds as ISO 8601. */
function asDuration(ms: number): string {
  let rest = ms;
  const [days, ...time] = UNITS.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? '' : `${count}${unit}`;
  });
  const ofDay = time.join('');
  return ms === 0 ? 'PT0S' : `P${days!}${ofDay === '' ? '' : `T${ofDay}`}`;
}
