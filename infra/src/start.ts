/** `npm start`: the whole system in the foreground, and the story of one event. */
import { parseArgs } from 'node:util';
import { HermodError } from '@hermod/contracts';
import { STATE_FOLDER } from '@hermod/embedded';
import { say, step } from '../bin/progress.mjs';
import { buildAll } from './system/build.ts';
import { fireDemoEvent, JOURNEY, PHONE, publishDemo } from './demo/demo.ts';
import type { Step } from './system/foundation.ts';
import { tellStory } from './demo/story.ts';
import { startSystem, type System } from './system/system.ts';
import { startZipkin, type Zipkin } from './demo/zipkin.ts';

const OPTIONS = { 'no-demo': { type: 'boolean' }, observe: { type: 'boolean' } } as const;

const ending = new AbortController();

/** A step, unless the person has pressed Ctrl-C meanwhile. */
const abortableStep: Step = async (doing, work, done) => {
  ending.signal.throwIfAborted();
  const result = await step(doing, work, done);
  ending.signal.throwIfAborted();
  return result;
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  await abortableStep('Building', build, () => 'Built');
  const zipkin = values.observe === true ? await viewer() : undefined;
  let system: System | undefined;
  try {
    system = await startSystem({
      dataDir: STATE_FOLDER,
      ports: 'fixed',
      brokers: process.env['KAFKA_BROKERS'],
      adminUrl: process.env['DATABASE_URL'],
      prefix: process.env['HERMOD_KAFKA_PREFIX'] ?? '',
      partitions: Number(process.env['HERMOD_KAFKA_PARTITIONS'] ?? 6),
      apiKey: process.env['HERMOD_API_KEY'],
      publicUrl: process.env['HERMOD_PUBLIC_URL'],
      env:
        zipkin === undefined
          ? {}
          : { HERMOD_ZIPKIN_URL: zipkin.url, HERMOD_TRACE_URL: zipkin.traceUrl('{traceId}') },
      step: abortableStep,
      log: (line) => say(`  ! ${line}`),
      signal: ending.signal,
    });
    if (values['no-demo'] !== true) await demo(system, zipkin);
    announce(system, zipkin);
    await untilAborted(ending.signal);
  } finally {
    if (system !== undefined) say('\nStopping, in order…');
    await system?.stop();
    await zipkin?.stop();
    if (system !== undefined) say('Stopped.');
  }
}

async function demo(system: System, zipkin: Zipkin | undefined): Promise<void> {
  await abortableStep(
    'Publishing the demo',
    () => publishDemo(system),
    () => `The journey ${JOURNEY} is published`,
  );
  const fired = await fireDemoEvent(system);
  await tellStory(system, fired, { say, signal: ending.signal });
  if (zipkin !== undefined) say(`  The whole trace: ${zipkin.traceUrl(fired.traceId)}`);
}

function announce(system: System, zipkin: Zipkin | undefined): void {
  say(`
  Hermod is up.
    Console    ${system.gatewayUrl}/#key=${encodeURIComponent(system.apiKey)}
    API        ${system.gatewayUrl}    Authorization: Bearer ${system.apiKey}
    Phone      ${system.simulatorUrl}  (${PHONE} is Ada's)
    Logs       ${system.logsDir}${zipkin === undefined ? '' : `\n    Traces     ${zipkin.url}`}
  Ctrl-C stops it.`);
}

function viewer(): Promise<Zipkin> {
  return abortableStep(
    'Starting Zipkin (fetched by Maven once)',
    () => startZipkin(STATE_FOLDER),
    ({ url }) => `Zipkin on ${url}`,
  );
}

async function build(): Promise<void> {
  const { code, output } = await buildAll();
  if (code !== 0) throw new HermodError('BUILD_FAILED', `The build failed:\n${output.slice(0, 4_000)}`);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

// Ctrl-C may come several times, from the terminal and from the launcher: all count as one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (ending.signal.aborted) process.exit(0);
    say(`\n${error instanceof HermodError ? error.message : String((error as Error).stack ?? error)}`);
    process.exit(1);
  },
);
