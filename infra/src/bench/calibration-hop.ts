/**
 * The child of the calibration: one process that reads records, changes each and writes it on, in gathered batches,
 * and nothing else. Run with the packages as they are built, like the services.
 */
import { KafkaSink, KafkaSource } from '@hermod/messaging';
import { QUIET } from '../system/quiet-log.ts';
import type { HopProgress, HopTask } from './calibration.ts';

const task = JSON.parse(process.argv[2]!) as HopTask;
const kafka = { brokers: task.brokers.split(','), prefix: task.prefix, clientId: 'bench-hop', log: QUIET };
const sink = new KafkaSink(kafka);
const source = new KafkaSource({
  ...kafka,
  group: 'hop',
  topics: [task.from],
  maxRecords: 2_000,
  maxLingerMs: 0,
  onFatal: (error) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
});

let handled = 0;

function changed(value: Buffer | null): string {
  const fact = JSON.parse(value?.toString('utf8') ?? '{}') as Record<string, unknown>;
  return JSON.stringify({ ...fact, hop: 1 });
}

/** Tells that a mark was reached, with the processor time of this process until then. */
function tell(mark: HopProgress['mark']): void {
  const { user, system } = process.cpuUsage();
  process.send?.({ mark, cpu: (user + system) / 1_000_000, at: performance.now() } satisfies HopProgress);
}

await sink.ready();
await source.run(async (records) => {
  await sink.publish(
    records.map(({ key, value }) => ({ topic: task.to, key: key ?? '', value: changed(value), headers: {} })),
  );
  const before = handled;
  handled += records.length;
  if (before < task.warmUp && handled >= task.warmUp) tell('warm');
  if (before < task.total && handled >= task.total) tell('done');
  return true;
});

process.once('SIGTERM', () => {
  void source
    .close()
    .then(() => sink.close())
    .then(() => process.exit(0));
});
