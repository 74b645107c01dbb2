import { buildAll } from '../system/build.ts';
import { composeMistakes } from './compose-check.ts';
import { testAlerts } from '../observability/alerts-stage.ts';
import { runCommand } from '../system/run-command.ts';
import type { StageResult } from './stage-result.ts';
import { runVitest } from './vitest-stage.ts';

/** One thing that `npm test` looks at. */
export interface TestStage {
  /** As in `npm test -- unit`. */
  readonly name: string;
  readonly doing: string;
  run(): Promise<StageResult>;
}

/** In the order in which they run: what is quick and says most first. */
export const TEST_STAGES: readonly TestStage[] = [
  check('format', 'Format', 'prettier', ['--check', '.', '--log-level=warn']),
  { name: 'types', doing: 'Types', run: checkTypes },
  // After the build: what it knows of types across packages comes from there.
  check('lint', 'Lint', 'oxlint', ['--type-aware', '--deny-warnings', '--format=unix']),
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
  { name: 'unit', doing: 'Pure tests', run: () => runVitest('unit') },
  { name: 'int', doing: 'Tests on a real Kafka and PostgreSQL', run: () => runVitest('int') },
  { name: 'e2e', doing: 'Stories over the whole system', run: buildAndTellStories },
  { name: 'api', doing: 'Requests that nobody would send, to every operation', run: buildAndTryApi },
  { name: 'alerts', doing: 'Alerts and dashboard on a real Prometheus', run: testAlerts },
  { name: 'nemesis', doing: 'What was promised, while everything fails in turn', run: buildAndRunNemesis },
];

function check(name: string, doing: string, command: string, args: readonly string[]): TestStage {
  return { name, doing, run: async () => asResult(await runCommand(command, args)) };
}

function asResult({ code, output }: { code: number | null; output: string }): StageResult {
  return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
}

/** The packages as they are built, then every test against the sources. */
async function checkTypes(): Promise<StageResult> {
  const built = await runCommand('tsc', ['-b']);
  if (built.code !== 0) return asResult(built);
  return asResult(await runCommand('tsc', ['-p', 'tsconfig.spec.json']));
}

function checkCompose(): Promise<StageResult> {
  const mistakes = composeMistakes();
  return Promise.resolve(asResult({ code: mistakes.length === 0 ? 0 : 1, output: mistakes.join('\n') }));
}

/** The stories start the services and open the console as they are built. */
async function buildAndTellStories(): Promise<StageResult> {
  const built = await buildAll();
  return built.code === 0 ? runVitest('e2e') : asResult(built);
}

/** Some hundred requests drawn from the API's document, with a fixed seed; each counts as one test. */
async function buildAndTryApi(): Promise<StageResult> {
  const built = await runCommand('tsc', ['-b']);
  if (built.code !== 0) return asResult(built);
  return countedResult(await runCommand('node', ['infra/src/schemathesis/main.ts', '--cases', '500']));
}

/** A short run with a fixed seed; each invariant counts as one test. */
async function buildAndRunNemesis(): Promise<StageResult> {
  const built = await runCommand('tsc', ['-b']);
  if (built.code !== 0) return asResult(built);
  const size = ['--events', '1000', '--minutes', '3', '--faults', '30', '--seed', '1'];
  return countedResult(await runCommand('node', ['infra/src/nemesis/main.ts', ...size]));
}

/** The result of a program whose own last line counts what passed and failed. */
function countedResult({ code, output }: { code: number | null; output: string }): StageResult {
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  if (passed === undefined || failed === undefined) return asResult({ code: code === 0 ? 1 : code, output });
  return { passed: Number(passed), failed: Number(failed), output };
}
