interface Out {
  readonly to: number;
}

/**
 * The rounds of a graph: a number for each place, the same for two exactly when ways lead from each to the other (strongly
 * connected components, by Tarjan 1972). A way between two numbers leads to the lower one. Takes no stack of its own: a
 * thousand steps in a row must not overflow ours.
 */
export function findRounds(from: readonly (readonly Out[])[]): number[] {
  const index: (number | undefined)[] = from.map(() => undefined);
  const low: number[] = from.map(() => 0);
  const round: number[] = from.map(() => -1);
  const path: number[] = [];
  let visited = 0;
  let rounds = 0;
  for (const start of from.keys()) {
    if (index[start] !== undefined) continue;
    const open = [{ place: start, next: 0 }];
    while (open.length > 0) {
      const top = open.at(-1)!;
      const { place } = top;
      if (top.next === 0 && index[place] === undefined) {
        index[place] = low[place] = visited++;
        path.push(place);
      }
      const way = from[place]![top.next];
      if (way !== undefined) {
        top.next += 1;
        if (index[way.to] === undefined) open.push({ place: way.to, next: 0 });
        else if (round[way.to] === -1) low[place] = Math.min(low[place]!, index[way.to]!);
        continue;
      }
      open.pop();
      const before = open.at(-1);
      if (before !== undefined) low[before.place] = Math.min(low[before.place]!, low[place]!);
      if (low[place] !== index[place]) continue;
      for (let member = -1; member !== place;) {
        member = path.pop()!;
        round[member] = rounds;
      }
      rounds += 1;
    }
  }
  return round;
}
