import type { State, StateGraph } from './state-graph.ts';

/**
 * The states of a graph, each behind all from which one comes to it (Kahn 1962). They have such an order because nothing
 * leads back: an answer, a receipt or a choice changes its message or step for good, time that passes is gone, and a loop
 * of steps counts a visit. Were there a circle all the same, its states would be missing here.
 */
export function inOrder({ states }: StateGraph): readonly State[] {
  const open = new Uint32Array(states.length);
  for (const { ways } of states) for (const { to } of ways) open[to.index]! += 1;
  const ordered = states.filter(({ index }) => open[index] === 0);
  for (const { ways } of ordered) {
    for (const { to } of ways) {
      open[to.index]! -= 1;
      if (open[to.index] === 0) ordered.push(to);
    }
  }
  return ordered;
}
