/** How fast something goes. */
export interface Pace {
  /** Of the best round: the one that others on the machine disturbed least. */
  readonly perSecond: number;
  /** Of the worst one. */
  readonly worstPerSecond: number;
  readonly rounds: number;
}

/**
 * Repeats a piece of work for some rounds, after one that doesn't count.
 * @param work returns how many of what is counted it did
 */
export function bestOfRounds(rounds: number, roundMs: number, work: () => number): Pace {
  const round = (): number => {
    const begunAt = performance.now();
    let done = 0;
    let elapsedMs = 0;
    do {
      done += work();
      elapsedMs = performance.now() - begunAt;
    } while (elapsedMs < roundMs);
    return (done * 1000) / elapsedMs;
  };
  round();
  const paces = Array.from({ length: rounds }, round);
  return { perSecond: Math.max(...paces), worstPerSecond: Math.min(...paces), rounds };
}
