import { HermodError } from '@hermod/contracts';
import { runCommand } from '../system/run-command.ts';
import type { StageResult } from '../tests/stage-result.ts';
import { type PrometheusTools, prometheusTools } from './prometheus-tools.ts';
import { RULE_TESTS_FILE, RULES_FILE, rules } from './queries.ts';

/**
 * Alert rules and dashboard: promtool's check and unit tests of the rules, then every query against a real Prometheus
 * that scrapes a Hermod under load, as it is built. Each alert, and each thing that was looked at in that run, counts as one test.
 */
export async function testAlerts(): Promise<StageResult> {
  let tools: PrometheusTools;
  try {
    tools = await prometheusTools();
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    return { passed: 0, failed: 1, output: [error.message, error.fix ?? ''].join('\n') };
  }
  const checked = await runCommand(tools.promtool, ['check', 'rules', RULES_FILE]);
  const tested = await runCommand(tools.promtool, ['test', 'rules', RULE_TESTS_FILE]);
  const alerts = rules().filter(({ alert }) => alert !== undefined).length;
  if (checked.code !== 0 || tested.code !== 0)
    return { passed: 0, failed: alerts, output: `${checked.output}\n${tested.output}` };
  const live = await askLive();
  return { passed: alerts + live.passed, failed: live.failed, output: live.output };
}

async function askLive(): Promise<StageResult> {
  const { code, output } = await runCommand('node', ['infra/src/observability/main.ts']);
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  if (passed === undefined || failed === undefined)
    return { passed: 0, failed: 1, output: `${output}\nended with ${code}` };
  return { passed: Number(passed), failed: Number(failed), output };
}
