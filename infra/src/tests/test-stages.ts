import { buildAll } from '../system/build.ts';
import { composeMistakes } from './compose-check.ts';
import { testAlerts } from '../observability/alerts-stage.ts';
import { type CommandResult, runCommand } from '../system/run-command.ts';
import type { Round, StageResult, TestStage } from './stage-result.ts';
import { runVitest } from './vitest-stage.ts';

/** The story that waits for a minute to pass. */
const LONG_STORY = 'race-provider-down';

/** In the order in which they run: what is quick and says most first. */
export const TEST_ROUNDS: readonly Round[] = [
  [
    [
      check('format', 'Format', 'prettier', ['--check', '.', '--log-level=warn']),
      check('boundaries', 'Boundaries', 'depcruise', [
        '--config',
        '.dependency-cruiser.mjs',
        'libs',
        'apps',
        'infra',
        'e2e',
      ]),
      check('documents', 'Generated documents', 'node', [
        '--conditions=@hermod/source',
        'infra/src/generate.ts',
        '--check',
      ]),
      { name: 'compose', doing: 'docker-compose.yml', run: checkCompose },
    ],
    [
      { name: 'types', doing: 'Types', run: checkTypes },
      // After the build: what it knows of types across packages comes from there.
      check('lint', 'Lint', 'oxlint', ['--type-aware', '--deny-warnings', '--format=unix']),
    ],
  ],
  // Pure tests take what the others leave of the processors.
  [
    [{ name: 'unit', doing: 'Pure tests', run: () => runVitest('unit', { yields: true }) }],
    [{ name: 'int', doing: 'Tests on a real Kafka and PostgreSQL', run: () => runVitest('int') }],
  ],
  // Each on a system of its own, and mostly waiting.
  [
    [
      {
        name: 'e2e',
        doing: 'The story of a provider that is down for a minute',
        run: whenBuilt(() => runVitest('e2e', { filters: [LONG_STORY] })),
      },
    ],
    [{ name: 'alerts', doing: 'Alerts and dashboard on a real Prometheus', run: whenBuilt(testAlerts) }],
    [
      {
        name: 'api',
        doing: 'Requests that nobody would send, to every operation',
        run: whenBuilt(tryApi),
      },
    ],
  ],
  // Alone: they measure how long things take.
  [
    [
      {
        name: 'e2e',
        doing: 'Stories over the whole system',
        run: whenBuilt(() => runVitest('e2e', { filters: ['--exclude', `**/${LONG_STORY}.*`] })),
      },
    ],
  ],
  [
    [
      {
        name: 'nemesis',
        doing: 'What was promised, while everything fails in turn',
        run: whenBuilt(runNemesis),
      },
    ],
  ],
];

function check(name: string, doing: string, command: string, args: readonly string[]): TestStage {
  return { name, doing, run: async () => asResult(await runCommand(command, args)) };
}

function asResult({ code, output }: { code: number | null; output: string }): StageResult {
  return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
}

/** Once for all stages: two at a time would write the same files. */
let built: Promise<CommandResult> | undefined;
const build = (): Promise<CommandResult> => (built ??= buildAll());

/** A stage against the packages and the console as they are built. */
function whenBuilt(run: () => Promise<StageResult>): () => Promise<StageResult> {
  return async () => {
    const result = await build();
    return result.code === 0 ? run() : asResult(result);
  };
}

/** The packages as they are built, then every test against the sources. */
async function checkTypes(): Promise<StageResult> {
  const result = await build();
  if (result.code !== 0) return asResult(result);
  return asResult(await runCommand('tsc', ['-p', 'tsconfig.spec.json']));
}

function checkCompose(): Promise<StageResult> {
  const mistakes = composeMistakes();
  return Promise.resolve(asResult({ code: mistakes.length === 0 ? 0 : 1, output: mistakes.join('\n') }));
}

/** Some hundred requests drawn from the API's document, with a fixed seed; each counts as one test. */
async function tryApi(): Promise<StageResult> {
  return countedResult(await runCommand('node', ['infra/src/schemathesis/main.ts', '--cases', '500']));
}

/** A short run with a fixed seed; each invariant counts as one test. */
async function runNemesis(): Promise<StageResult> {
  const size = ['--events', '1000', '--minutes', '3', '--faults', '30', '--seed', '1'];
  return countedResult(await runCommand('node', ['infra/src/nemesis/main.ts', ...size]));
}

/** The result of a program whose own last line counts what passed and failed. */
function countedResult({ code, output }: { code: number | null; output: string }): StageResult {
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  if (passed === undefined || failed === undefined) return asResult({ code: code === 0 ? 1 : code, output });
  return { passed: Number(passed), failed: Number(failed), output };
}
