/** `npm test [-- stage…]`: every check and test; a failing stage does not stop the others. */
import { seconds, say, step } from '../bin/progress.mjs';
import { signalCommands } from './system/run-command.ts';
import { chooseStages, runRounds } from './tests/run-rounds.ts';
import type { Round, StageResult, TestStage } from './tests/stage-result.ts';
import { TEST_ROUNDS } from './tests/test-stages.ts';

let isInterrupted = false;

function choose(names: readonly string[]): readonly Round[] {
  const known = new Set(TEST_ROUNDS.flat(2).map(({ name }) => name));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    say(`There is no stage ${unknown.join(', ')}; the stages are ${[...known].join(', ')}.`);
    process.exit(1);
  }
  return chooseStages(TEST_ROUNDS, names);
}

async function runStage({ doing, run }: TestStage): Promise<StageResult> {
  const inWords = ({ passed, failed }: StageResult): string => {
    const isOneCheck = passed + failed === 1;
    return isOneCheck ? doing : `${doing}: ${passed} passed${failed === 0 ? '' : `, ${failed} failed`}`;
  };
  const result = await step(doing, run, inWords, ({ failed }) => failed === 0);
  if (result.failed > 0) say(result.output.trimEnd().replaceAll(/^/gm, '      '));
  return result;
}

async function main(): Promise<number> {
  const started = performance.now();
  const rounds = choose(process.argv.slice(2));
  const { passed, failed } = await runRounds(rounds, { run: runStage, isOver: () => isInterrupted });
  say(`  ${isInterrupted ? 'interrupted after' : 'took'} ${seconds(performance.now() - started)}`);
  say(`${passed} passed, ${failed} failed`);
  return failed > 0 || isInterrupted ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
    signalCommands(signal);
  });
}

process.exitCode = await main();
