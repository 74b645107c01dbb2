import { randomUUID } from 'node:crypto';
import { renderMetrics } from '@hermod/telemetry';
import { eventually, produce } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KafkaPositions } from '../src/kafka/kafka-positions.ts';
import { groupOf } from '../src/messaging.ts';
import { MessagingMetrics, type MessagingMetricsOptions } from '../src/messaging-metrics.ts';
import { heardLog, openRig, type Rig } from './rig.ts';
import { many, receipt, wire } from './samples.ts';

const RECEIPTS = 'hermod.receipt-recorded';
/** A broker that has never had a group needs a moment for its first; the next sample comes after ten seconds. */
const TWO_SAMPLES = { timeoutMs: 25_000 };

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ partitions: 2 });
});
afterAll(() => rig.close());

/** The value of a series, or undefined. */
function shown(series: string): number | undefined {
  const line = renderMetrics()
    .split('\n')
    .find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

const behind = (what: string, partition: number): number | undefined =>
  shown(`hermod_kafka_behind_${what}{topic="${RECEIPTS}",partition="${partition}"}`);

/** Runs work while metrics are shown that are sampled once, when it begins. */
async function whileShown(
  work: () => Promise<void>,
  more: Partial<MessagingMetricsOptions> = {},
): Promise<void> {
  const { brokers, prefix } = rig.stage;
  const log = heardLog();
  const positions = new KafkaPositions({ brokers: [brokers], clientId: 'metrics', prefix, log });
  const readings = [{ group: groupOf('routing', 'plain'), topics: [RECEIPTS] }];
  const metrics = new MessagingMetrics({
    dataSource: rig.store,
    positions,
    readings,
    lanes: ['plain'],
    stuckSince: () => undefined,
    log,
    ...more,
  });
  metrics.start();
  try {
    await work();
  } finally {
    metrics.stop();
    await positions.close();
  }
}

test('what nobody has handled is behind, what was handled is not, and both are counted', async () => {
  // Counters belong to the process, in which others may have counted before.
  const handled = (): number => shown(`hermod_facts_handled_total{topic="${RECEIPTS}"}`) ?? 0;
  const units = (): number => shown('hermod_unit_duration_seconds_count{lane="plain"}') ?? 0;
  const buried = (): number => shown(`hermod_dead_letters_total{topic="${RECEIPTS}"}`) ?? 0;
  const before = { handled: handled(), units: units(), buried: buried() };
  const records = many(3, (n) => ({ ...wire('receiptRecorded', receipt('ada', n)), partition: 1 }));
  await produce(rig.stage, ...records);
  await whileShown(async () => {
    await eventually(() => expect(behind('records', 1)).toBe(3), TWO_SAMPLES);
    expect(behind('records', 0)).toBe(0);
    expect(behind('seconds', 0)).toBe(0);
  });
  const instance = await rig.open();
  await rig.untilHandled(3);
  await instance.close();
  expect(handled()).toBe(before.handled + 3);
  expect(units()).toBeGreaterThan(before.units);
  expect(shown(`hermod_dead_letters_total{topic="${RECEIPTS}"}`)).toBe(before.buried);
  await whileShown(async () => {
    await eventually(() => expect(behind('records', 1)).toBe(0), TWO_SAMPLES);
    expect(behind('seconds', 1)).toBe(0);
  });
});

test('the oldest row of the outbox tells its age, a dead letter that it waits, a stuck unit for how long', async () => {
  await rig.store.query(`INSERT INTO outbox VALUES (gen_random_uuid(), '', now() - interval '1 minute')`);
  const bury = `INSERT INTO dead_letter (id, topic, kafka_partition, kafka_offset, bytes, headers, is_whole, code, message,
      dead_at, replayed_at)
    VALUES ($1, 't', 0, 0, 0, '', true, 'X', 'x', now() - $2::interval, $3)`;
  await rig.store.query(bury, [randomUUID(), '1 hour', null]);
  await rig.store.query(bury, [randomUUID(), '1 hour', new Date()]);
  await rig.store.query(bury, [randomUUID(), '25 hours', null]);
  const minuteAgo = Date.now() - 60_000;
  await whileShown(
    async () => {
      await eventually(() => expect(shown('hermod_outbox_oldest_age_seconds')).toBeGreaterThanOrEqual(60));
      expect(shown('hermod_dead_letters_waiting')).toBe(1);
      expect(shown('hermod_unit_stuck_seconds{lane="plain"}')).toBeGreaterThanOrEqual(60);
    },
    { stuckSince: () => minuteAgo },
  );
});

test('what can not be sampled is not shown, and that is counted', async () => {
  const failures = 'hermod_sample_failures_total{sample="kafka"}';
  const before = shown(failures) ?? 0;
  const away = () => Promise.reject(new Error('the broker is away'));
  const log = heardLog();
  const positions = { ends: away, committed: away, close: () => Promise.resolve() };
  const work = async (): Promise<void> => {
    await eventually(() => expect(shown(failures)).toBe(before + 1));
    expect(behind('seconds', 0)).toBeUndefined();
  };
  await whileShown(work, { positions, log });
  expect(log.heard).toMatchObject([{ level: 'warn', details: { what: 'how far behind' } }]);
});
