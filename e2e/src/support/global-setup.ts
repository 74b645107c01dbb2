import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type System } from '@hermod/infra';
import type { TestProject } from 'vitest/node';
import { openBackstage } from './backstage.ts';

/** What a story needs to know of the running system. */
export interface SystemAddress {
  readonly gatewayUrl: string;
  readonly simulatorUrl: string;
  readonly simulatorPorts: System['simulatorPorts'];
  readonly apiKey: string;
  readonly brokers: string;
  /** Each service's database, as its own role. */
  readonly databaseUrls: System['databaseUrls'];
  /** Where every process writes its log; the secrets that are kept stand beside it. */
  readonly logsDir: string;
  /** Where the stories see the spans, and pull plugs. */
  readonly backstageUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    system: SystemAddress;
  }
}

/** One whole Hermod as processes for all stories, with two instances of the services on the path, every trace kept. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hermod-stories-'));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  // Interrupted, a run ends without its teardown; the processes are asked to end as this one does.
  process.once('exit', remove);
  const backstage = await openBackstage();
  const system = await startSystem({
    dataDir,
    ports: 'free',
    log: backstage.tell,
    instances: { routing: 2, consent: 2, delivery: 2, receipts: 2 },
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: backstage.url,
      OTEL_TRACES_SAMPLER_ARG: '1',
      OTEL_BSP_SCHEDULE_DELAY: '500',
    },
  });
  backstage.give(system);
  const { gatewayUrl, simulatorUrl, simulatorPorts, apiKey, brokers, databaseUrls, logsDir } = system;
  const address = { gatewayUrl, simulatorUrl, simulatorPorts, apiKey, brokers, databaseUrls, logsDir };
  project.provide('system', { ...address, backstageUrl: backstage.url });
  return async () => {
    await system.stop();
    await backstage.close();
    remove();
  };
}
