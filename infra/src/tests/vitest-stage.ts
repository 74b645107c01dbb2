import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../system/run-command.ts';
import type { StageResult } from './stage-result.ts';

/** The part of Vitest's JSON report that is counted. */
export interface VitestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Which tests of a project, and how. */
export interface VitestRun {
  /** As on Vitest's command line; default: all of the project. */
  readonly filters?: readonly string[];
  /** Takes only the processor time that the stages beside it leave. */
  readonly yields?: boolean;
}

/** Longer than the longest takes on a busy machine, and shorter than all may take. */
const LONGEST_MS = 900_000;

/** Runs one of Vitest's projects. */
export async function runVitest(project: 'unit' | 'int' | 'e2e', how: VitestRun = {}): Promise<StageResult> {
  const folder = mkdtempSync(join(tmpdir(), 'hermod-report-'));
  const file = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const args = ['run', '--project', project, ...reporters, ...(how.filters ?? [])];
  try {
    const env = { NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning' };
    const [command, words] = how.yields ? ['nice', ['-n', '19', 'vitest', ...args]] : ['vitest', args];
    const { code, output } = await runCommand(command, words, env, LONGEST_MS);
    return { ...countTests(readReport(file), code), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * What passed and what failed. A file that could not even be loaded counts as one failure, and so does a run
 * that ended badly without a failed test (an unhandled error, or no report at all).
 */
export function countTests(
  report: VitestReport | undefined,
  exitCode: number | null,
): { passed: number; failed: number } {
  if (report === undefined) return { passed: 0, failed: 1 };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  const endedBadly = exitCode !== 0 || !report.success;
  return { passed: report.numPassedTests, failed: failed === 0 && endedBadly ? 1 : failed };
}

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  } catch {
    // Vitest ended before it wrote one; its output, which is shown, says why.
    return undefined;
  }
}
