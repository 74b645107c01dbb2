import type { PrometheusServer } from './prometheus-server.ts';
import { queries, selectorsOf } from './queries.ts';

/** What has no series in a run where all is well, and why. */
const EMPTY: Readonly<Record<string, string>> = {
  hermod_rate_limited_total: 'nobody asks too fast',
};

/** What came of looking. */
export interface Finding {
  readonly about: string;
  /** What is wrong; undefined when nothing is. */
  readonly fault: string | undefined;
}

/**
 * Asks a Prometheus that has watched a load everything that rules and dashboards ask: each selector has to find series,
 * each query but an alert's has to bring a number, and each rule has to be evaluated without an error.
 */
export async function judgeQueries(prometheus: PrometheusServer): Promise<Finding[]> {
  const all = queries();
  const selectors = new Set(all.flatMap(({ expr }) => selectorsOf(expr).map(({ text }) => text)));
  const findings: Finding[] = [];
  for (const text of selectors) {
    if (text in EMPTY) continue;
    findings.push({ about: text, fault: await faultOf(() => prometheus.ask(text), 'finds no series') });
  }
  for (const { from, expr, isAlert } of all) {
    const mayBeEmpty = isAlert || selectorsOf(expr).some(({ text }) => text in EMPTY);
    const fault = await faultOf(() => prometheus.ask(expr), mayBeEmpty ? undefined : 'brings no number');
    findings.push({ about: `${from}: ${expr}`, fault });
  }
  for (const { name, health, lastError } of await prometheus.rules())
    findings.push({
      about: `rule ${name}`,
      fault: health === 'ok' ? undefined : `${health}: ${lastError ?? ''}`,
    });
  return findings;
}

async function faultOf(
  ask: () => Promise<readonly { readonly value: number }[]>,
  ifEmpty: string | undefined,
): Promise<string | undefined> {
  try {
    const series = await ask();
    return series.some(({ value }) => !Number.isNaN(value)) ? undefined : ifEmpty;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
