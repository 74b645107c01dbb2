/**
 * Runs every query of rules and dashboards against a real Prometheus that scrapes a real Hermod under load: against the
 * packages as they are built. Its last line counts what held and what did not.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makePassableFolder } from '@hermod/embedded';
import { say, step } from '../../bin/progress.mjs';
import { diceOf } from '../nemesis/dice.ts';
import { LedgerReader } from '../nemesis/ledger-reader.ts';
import { Crowd } from '../nemesis/load/crowd.ts';
import { LOAD_JOURNEYS } from '../nemesis/load/journeys.ts';
import { enterPeople, inventPeople, publishJourneys } from '../nemesis/load/people.ts';
import { writeProviders } from '../nemesis/load/providers.ts';
import { planEvents, sendEvents } from '../nemesis/load/send-events.ts';
import { Upstream } from '../nemesis/load/upstream.ts';
import { runExperiment } from '../system/run-experiment.ts';
import { startSystem, type System } from '../system/system.ts';
import { missingIn, strangersIn } from './exposition.ts';
import { type Finding, judgeQueries } from './judge-queries.ts';
import { type PrometheusServer, startPrometheus } from './prometheus-server.ts';
import { prometheusTools } from './prometheus-tools.ts';
import { makeTrouble } from './trouble.ts';

const EVENTS = 300;
const OVER_MS = 25_000;
/** For samples of Kafka, taken every ten seconds, and the scrape after them. */
const SETTLING_MS = 12_000;
const SEED = 1;

runExperiment(async (signal) => {
  const { prometheus: program } = await prometheusTools();
  const folder = mkdtempSync(join(tmpdir(), 'hermod-alerts-'));
  makePassableFolder(folder);
  const env = { LOG_LEVEL: 'warn', ...(await writeProviders(folder)) };
  try {
    const system = await startSystem({ dataDir: folder, ports: 'free', env, step, signal });
    try {
      return report(await watch(system, program, join(folder, 'prometheus'), signal));
    } finally {
      await step('Stopping', () => system.stop());
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

async function watch(
  system: System,
  program: string,
  folder: string,
  signal: AbortSignal,
): Promise<Finding[]> {
  const prometheus = await step('Starting Prometheus', () =>
    startPrometheus(program, folder, system.gatewayUrl),
  );
  try {
    await step(`${EVENTS} events`, () => load(system, signal));
    await wait(SETTLING_MS, undefined, { signal });
    return await step('Asking', () => judge(system, prometheus));
  } finally {
    await prometheus.stop();
  }
}

async function load(system: System, signal: AbortSignal): Promise<void> {
  const name = `m${randomBytes(4).toString('hex')}`;
  const people = inventPeople(name, 60, diceOf(SEED, 'people'));
  const plan = { nemesis: name, people, count: EVENTS, overMs: OVER_MS, dice: diceOf(SEED, 'events') };
  const events = planEvents(plan);
  await enterPeople(system, people);
  await publishJourneys(system, LOAD_JOURNEYS);
  const ledger = new LedgerReader(system);
  const crowd = new Crowd({ system, ledger, people, events, dice: diceOf(SEED, 'crowd') });
  const upstream = new Upstream(system.brokers, system.prefix);
  crowd.watch();
  try {
    await Promise.all([sendEvents(system, upstream, events, signal), makeTrouble(system, upstream)]);
  } finally {
    await crowd.leave();
    await upstream.close();
  }
}

async function judge(system: System, prometheus: PrometheusServer): Promise<Finding[]> {
  const answer = await fetch(`${system.gatewayUrl}/metrics`, { signal: AbortSignal.timeout(10_000) });
  const text = await answer.text();
  return [
    { about: 'metrics against the catalog', fault: strangersIn(text).join('; ') || undefined },
    { about: 'the catalog against metrics', fault: missingIn(text).join(', ') || undefined },
    ...(await judgeQueries(prometheus)),
  ];
}

function report(findings: readonly Finding[]): number {
  const wrong = findings.filter(({ fault }) => fault !== undefined);
  for (const { about, fault } of wrong) say(`  ${about}: ${fault}`);
  say(`${findings.length - wrong.length} passed, ${wrong.length} failed`);
  return wrong.length === 0 ? 0 : 1;
}
