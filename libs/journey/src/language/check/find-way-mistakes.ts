import { error, type Finding, warning } from '../problem.ts';
import { isLimited, reachable, type StepGraph, type Way } from './step-graph.ts';

/** Rounds without an end, and limits of rounds that there are not. */
export function findWayMistakes(graph: StepGraph): Finding[] {
  const endless = waysBack(
    graph,
    (way) => way.outcome === 'limit' || !isLimited(graph.places[way.from]!.step),
  );
  const told = new Set(endless.map(({ field }) => field));
  const restless = waysBack(graph, ({ isInstant }) => isInstant).filter(({ field }) => !told.has(field));
  return [
    ...endless.map((way) =>
      error(
        way.field,
        `${wayInWords(graph, way)}: the run would go round without a limit`,
        'give a step of the round `visits`, which says how often a run may come to it',
      ),
    ),
    ...restless.map((way) =>
      error(
        way.field,
        `${wayInWords(graph, way)}, and nothing on the way waits for anything`,
        'put a wait, a message or a `collect` into the round',
      ),
    ),
    ...findUselessVisits(graph),
  ];
}

/**
 * Ways that lead back to a step from which they came, over those that may be gone. Without ways out of steps with `visits`, for
 * a run takes each of them so many times and then only `limit`: what is left is what it can go for ever. Without steps that
 * wait: what it can go within one stimulus.
 */
function waysBack({ places, from }: StepGraph, may: (way: Way) => boolean): Way[] {
  const state = new Map<number, 'open' | 'done'>();
  const back: Way[] = [];
  for (const start of places.keys()) {
    if (state.has(start)) continue;
    state.set(start, 'open');
    const stack = [{ place: start, ways: from[start]!.filter(may) }];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const way = top.ways.shift();
      if (way === undefined) {
        state.set(top.place, 'done');
        stack.pop();
      } else if (state.get(way.to) === 'open') back.push(way);
      else if (!state.has(way.to)) {
        state.set(way.to, 'open');
        stack.push({ place: way.to, ways: from[way.to]!.filter(may) });
      }
    }
  }
  const byField = new Map(back.map((way) => [way.field, way]));
  return [...byField.values()];
}

function wayInWords({ places }: StepGraph, { from, to }: Way): string {
  return `\`${places[from]!.id}\` leads back to \`${places[to]!.id}\``;
}

/** Steps to which nothing leads. */
export function findUnreached(graph: StepGraph): Finding[] {
  const led = reachable([0], graph.from, () => true).add(0);
  const alive = reachable([0], graph.from, ({ isDead }) => !isDead).add(0);
  return graph.places.flatMap(({ id, at }, number) => {
    if (!led.has(number))
      return [error(at, `nothing leads to step \`${id}\``, 'point a `then` at it, or remove it')];
    if (alive.has(number)) return [];
    const message = `only an arm that is never taken leads to step \`${id}\``;
    return [warning(at, message, 'point another `then` at it, or remove it')];
  });
}

function findUselessVisits({ places, comesBack }: StepGraph): Finding[] {
  return places.flatMap(({ id, at, step }, number) =>
    isLimited(step) && comesBack[number] !== true
      ? [warning(`${at}.visits`, `no way leads back to \`${id}\`, so \`visits\` limits nothing`, 'remove it')]
      : [],
  );
}
