import { durationMs } from '@hermod/calendar';
import { error, type Finding, warning } from '../problem.ts';
import type { ReadPlace } from './sketch.ts';
import { isLimited, type StepGraph, type Way, waitsBefore } from './step-graph.ts';

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
 * Paths whose waits exceed the time that a run has. The sum of a path counts each wait of it in full: rungs that stay silent,
 * events that don't come, what is collected. Of all ways to a step the one that takes longest counts, so there is no path on
 * which what follows comes too late. Of a round none but the shortest way inside counts, once it was entered: `visits` allow
 * rounds, they don't promise them. So every sum is that of a path that runs do go.
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
      return [
        error(
          wait.field,
          `by way of ${path} the waits sum up to ${sum}, but the run expires after ${asDuration(expiresMs)}: what comes after never happens`,
          `make \`expires\` longer than ${sum}, or the waits shorter`,
        ),
      ];
    }),
    ...findUnusableVisits(graph, arrivals, expiresMs),
  ];
}

/** What is waited for at a step, each with the time from the step's beginning until it is over in silence. */
function waitsOf({ step, at }: ReadPlace): { field: string; untilMs: number }[] {
  if ('escalate' in step) {
    let untilMs = 0;
    return step.escalate.map(({ within }, index) => {
      untilMs += durationMs(within)!;
      return { field: `${at}.escalate[${index}].within`, untilMs };
    });
  }
  if ('send' in step) return [{ field: `${at}.within`, untilMs: waitsBefore(step, 'sent') }];
  if ('wait' in step) {
    const field = step.wait.for === undefined ? `${at}.wait.within` : `${at}.wait.for`;
    return [{ field, untilMs: waitsBefore(step, 'timeout') }];
  }
  return 'collect' in step ? [{ field: `${at}.collect.for`, untilMs: waitsBefore(step, 'collected') }] : [];
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
      if (graph.rounds[way.to] === round || way.isDead) continue;
      const ms = arrivals[way.from]!.ms + way.waitsMs;
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
      if (graph.rounds[way.to] !== graph.rounds[start] || done.has(way.to)) continue;
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
