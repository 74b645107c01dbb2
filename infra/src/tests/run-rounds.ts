import type { Round, StageResult, TestStage } from './stage-result.ts';

/** How stages are run, and until when. */
export interface Running {
  /** Runs one stage and shows what it found. */
  readonly run: (stage: TestStage) => Promise<StageResult>;
  /** True when no further stage shall begin. */
  readonly isOver: () => boolean;
}

/**
 * Runs rounds in turn, and the lanes of a round beside each other. Whatever a stage finds, all others still run; a stage
 * that throws has failed.
 * @returns how much passed and failed in all of them.
 */
export async function runRounds(
  rounds: readonly Round[],
  { run, isOver }: Running,
): Promise<Pick<StageResult, 'passed' | 'failed'>> {
  const found: StageResult[] = [];
  for (const round of rounds)
    await Promise.all(
      round.map(async (lane) => {
        for (const stage of lane) if (!isOver()) found.push(await run(unthrown(stage)));
      }),
    );
  return {
    passed: found.reduce((sum, { passed }) => sum + passed, 0),
    failed: found.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** The stages with these names, where they were; all when there are no names. */
export function chooseStages(rounds: readonly Round[], names: readonly string[]): readonly Round[] {
  if (names.length === 0) return rounds;
  return rounds.map((round) => round.map((lane) => lane.filter(({ name }) => names.includes(name))));
}

function unthrown(stage: TestStage): TestStage {
  const run = (): Promise<StageResult> =>
    stage.run().catch((error: unknown) => ({ passed: 0, failed: 1, output: wordsOf(error) }));
  return { ...stage, run };
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
