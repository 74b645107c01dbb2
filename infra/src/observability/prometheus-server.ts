import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, makePassableFolder, startOwned, untilReady } from '@hermod/embedded';
import { parse, stringify } from 'yaml';
import { callHttp } from '../system/http-json.ts';
import { OBSERVABILITY, RULES_FILE } from './queries.ts';

/** One series of an answer. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

/** How a rule fared when it was last evaluated. */
export interface RuleHealth {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
}

/** A real Prometheus that scrapes a running Hermod. */
export interface PrometheusServer {
  /** @throws Error with Prometheus' own words when it does not take the query. */
  ask(expr: string): Promise<Series[]>;
  rules(): Promise<RuleHealth[]>;
  stop(): Promise<void>;
}

interface Settings {
  global: Record<string, unknown>;
  rule_files: string[];
  scrape_configs: { static_configs: { targets: string[] }[] }[];
}

/**
 * The repository's own configuration, but for the address of the gateway, the collector, which doesn't run,
 * and a pace that suits a short run.
 */
function settingsFor(gatewayUrl: string): string {
  const file = join(OBSERVABILITY, 'prometheus', 'prometheus.yml');
  const settings = parse(readFileSync(file, 'utf8')) as Settings;
  settings.global = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
  settings.rule_files = [RULES_FILE];
  const [hermod] = settings.scrape_configs;
  hermod!.static_configs[0]!.targets = [new URL(gatewayUrl).host];
  settings.scrape_configs = [hermod!];
  return stringify(settings);
}

/** Starts Prometheus on loopback with its data under `folder`, and returns when it is ready. */
export async function startPrometheus(
  program: string,
  folder: string,
  gatewayUrl: string,
): Promise<PrometheusServer> {
  makePassableFolder(folder);
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, settingsFor(gatewayUrl));
  const address = `127.0.0.1:${await freePort()}`;
  const logFile = join(folder, 'prometheus.log');
  const child = await startOwned({
    name: 'Prometheus',
    command: program,
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=warn',
    ],
    env: { ...process.env, GOMAXPROCS: '1' },
    logFile,
    pidFile: join(folder, 'prometheus.pid'),
  });
  await untilReady(child, logFile, 30_000, async () => {
    const { status } = await callHttp(`http://${address}/-/ready`, { timeoutMs: 2_000 });
    if (status !== 200) throw new Error(`Prometheus answered ${status}`);
  });
  return {
    ask: (expr) => ask(address, expr),
    rules: () => rulesOf(address),
    stop: () => child.stop(),
  };
}

async function ask(address: string, expr: string): Promise<Series[]> {
  const { status, body } = await callHttp(
    `http://${address}/api/v1/query?${new URLSearchParams({ query: expr }).toString()}`,
  );
  const answer = body as {
    error?: string;
    data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  if (status !== 200 || answer.data === undefined)
    throw new Error(answer.error ?? `Prometheus answered ${status}`);
  return answer.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
}

async function rulesOf(address: string): Promise<RuleHealth[]> {
  const { body } = await callHttp(`http://${address}/api/v1/rules`);
  const { data } = body as { data: { groups: { rules: RuleHealth[] }[] } };
  return data.groups.flatMap(({ rules }) => rules);
}
