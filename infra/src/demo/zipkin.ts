import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePassableFolder, nextFreePort, runMaven, startOwned, untilReady } from '@hermod/embedded';
import { callHttp } from '../system/http-json.ts';

const POM = fileURLToPath(new URL('../../zipkin/pom.xml', import.meta.url));

/** A running trace viewer. */
export interface Zipkin {
  readonly url: string;
  /** The page of one trace. */
  traceUrl(traceId: string): string;
  stop(): Promise<void>;
}

/**
 * Starts Zipkin 3.6 on loopback, its traces in memory, and returns when it answers. Fetched by Maven once.
 * @throws HermodError MAVEN_FAILED, START_FAILED.
 */
export async function startZipkin(dataDir: string): Promise<Zipkin> {
  makePassableFolder(join(dataDir, 'logs'));
  const jar = await zipkinJar(dataDir);
  const port = await nextFreePort(Number(process.env['HERMOD_ZIPKIN_PORT'] ?? 9411));
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(dataDir, 'logs', 'zipkin.log');
  const child = await startOwned({
    name: 'Zipkin',
    command: 'java',
    args: ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', jar],
    env: {
      ...process.env,
      STORAGE_TYPE: 'mem',
      ARMERIA_PORTS_0_IP: '127.0.0.1',
      ARMERIA_PORTS_0_PORT: String(port),
      ARMERIA_PORTS_0_PROTOCOLS: 'http',
    },
    logFile,
    pidFile: join(dataDir, 'zipkin.pid'),
  });
  await untilReady(child, logFile, 60_000, async () => {
    const { status } = await callHttp(`${url}/health`, { timeoutMs: 2_000 });
    if (status !== 200) throw new Error(`Zipkin answered ${status}`);
  });
  return { url, traceUrl: (traceId) => `${url}/zipkin/traces/${traceId}`, stop: () => child.stop() };
}

async function zipkinJar(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'zipkin-3.6.1');
  if (!existsSync(folder)) {
    const aside = mkdtempSync(`${folder}-`);
    try {
      await runMaven(['-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${aside}`]);
      renameSync(aside, folder);
    } catch (error) {
      rmSync(aside, { recursive: true, force: true });
      throw error;
    }
  }
  return join(folder, readdirSync(folder)[0]!);
}
