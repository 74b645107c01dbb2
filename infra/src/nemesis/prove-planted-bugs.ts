import type { Step } from '../system/foundation.ts';
import type { NemesisOptions } from './options.ts';
import { bugNamed } from './planted/bugs.ts';
import { envOf } from '../alter/env-of.ts';
import type { PlantedBug } from './planted/planted-bug.ts';
import { runAndCheck } from './run-and-check.ts';

/** A bug has to be caught within as many runs. */
const RUNS = 2;

/**
 * Plants each bug in turn and expects that the invariant named for it is broken.
 * @returns the exit code: 0 when every bug was caught.
 */
export async function provePlantedBugs(
  options: NemesisOptions,
  step: Step,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  let caught = 0;
  for (const name of options.planted) {
    const bug = bugNamed(name);
    say(`  ${name}: ${bug.says}`);
    const run = await runsUntilCaught(bug, options, step, say, signal);
    if (run !== undefined) caught += 1;
    const words = run === undefined ? `not caught in ${RUNS} runs` : `caught in run ${run}`;
    say(`  ${run === undefined ? '✗' : '✓'} ${name}: ${words} by ${bug.caughtBy}`);
  }
  say(`${caught} passed, ${options.planted.length - caught} failed`);
  return caught === options.planted.length ? 0 : 1;
}

async function runsUntilCaught(
  bug: PlantedBug,
  options: NemesisOptions,
  step: Step,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<number | undefined> {
  for (let run = 1; run <= RUNS; run += 1) {
    const seed = options.seed + run - 1;
    const { broken } = await runAndCheck({ ...options, seed, env: envOf(bug) }, step, signal);
    const found = broken.map(({ invariant, finding }) => `${invariant.name} ${finding.breaches.length}`);
    say(`    run ${run}, seed ${seed}: broken ${found.length === 0 ? 'nothing' : found.join(', ')}`);
    if (broken.some(({ invariant }) => invariant.name === bug.caughtBy)) return run;
  }
  return undefined;
}
