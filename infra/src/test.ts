/** `npm test [-- stage…]`: every check and test, in sequence; a failing stage does not stop the later ones. */
import { seconds, say, step } from '../bin/progress.mjs';
import { signalCommands } from './system/run-command.ts';
import type { StageResult } from './tests/stage-result.ts';
import { TEST_STAGES, type TestStage } from './tests/test-stages.ts';

let isInterrupted = false;

function choose(names: readonly string[]): readonly TestStage[] {
  const unknown = names.filter((name) => !TEST_STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    say(
      `There is no stage ${unknown.join(', ')}; the stages are ${TEST_STAGES.map(({ name }) => name).join(', ')}.`,
    );
    process.exit(1);
  }
  return names.length === 0 ? TEST_STAGES : TEST_STAGES.filter(({ name }) => names.includes(name));
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
  let passed = 0;
  let failed = 0;
  for (const stage of choose(process.argv.slice(2))) {
    if (isInterrupted) break;
    const result = await runStage(stage);
    passed += result.passed;
    failed += result.failed;
  }
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
