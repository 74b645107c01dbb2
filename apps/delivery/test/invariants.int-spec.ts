import { randomUUID } from 'node:crypto';
import { renderMetrics } from '@hermod/telemetry';
import { eventually } from '@hermod/testing';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dataSourceOptions } from '@hermod/postgres';
import { CalledAfterOptOut } from '../src/storage/called-after-opt-out.ts';
import { DeliveryState } from '../src/storage/delivery-state.ts';
import { decision, permitted, someone } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const COUNTERS = [
  'hermod_attempts_after_opt_out_total',
  'hermod_possible_duplicates_total{provider="twilio"}',
];

let provider: ScriptedProvider;
let world: World;
let dataSource: DataSource;
/** Counters belong to the process, in which others may have counted before. */
let countedBefore: number[];
beforeAll(async () => {
  countedBefore = COUNTERS.map((series) => shown(series) ?? 0);
  provider = await openScriptedProvider();
  world = await openWorld({ providers: accountsAt(provider.url) });
  const url = world.stage.databaseUrls.delivery;
  dataSource = await new DataSource(
    dataSourceOptions({ url, store: 'delivery', entities: [], migrations: [], poolSize: 1 }),
  ).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await world.close();
  await provider.close();
});

/** The value of a series, or undefined. */
function shown(series: string): number | undefined {
  const line = renderMetrics()
    .split('\n')
    .find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

it('shows from the start that nothing waits, and that it may start calls', async () => {
  await eventually(() => expect(shown('hermod_attempts_unfinished')).toBe(0));
  await eventually(() => expect(shown('hermod_send_queue_due{lane="urgent"}')).toBe(0));
  expect(shown('hermod_lease_live')).toBe(1);
  expect(COUNTERS.map(shown)).toEqual(countedBefore);
});

it('counts attempts that are claimed or unknown, and what is due, with the age of the oldest', async () => {
  const state = new DeliveryState(dataSource);
  const before = await state.attempts();
  const attempt = `INSERT INTO attempt (id, message_id, recipient_id, contact_point, provider, n, state, lease, started_at, closed_at)
    SELECT gen_random_uuid(), gen_random_uuid(), 'nobody', gen_random_uuid(), 'twilio', 0, $1, gen_random_uuid(),
      now() - $2::interval, now() - $2::interval`;
  await world.query(attempt, ['unknown', '1 hour']);
  await world.query(attempt, ['unknown', '25 hours']);
  expect((await state.attempts()).unknown).toBe(before.unknown + 1);
  await world.query(
    `INSERT INTO send_queue (message_id, recipient_id, kafka_partition, urgent, provider, hand_over_by, due_at, tried, later_rung)
     VALUES ($1, 'nobody', 0, true, 'elsewhere', now(), now() - interval '1 minute', false, false)`,
    [randomUUID()],
  );
  const queues = await state.queues(['twilio', 'elsewhere']);
  const urgent = queues.find(({ lane }) => lane === 'urgent');
  expect(urgent).toMatchObject({ due: 1 });
  expect(urgent!.oldestSeconds).toBeGreaterThan(59);
  expect(queues.find(({ lane }) => lane === 'plain')).toEqual({ lane: 'plain', due: 0, oldestSeconds: 0 });
});

it('measures a hand-over from its permission, and its call', async () => {
  const measured = (): number[] =>
    [
      'hermod_permission_to_hand_over_seconds_count{lane="plain"}',
      'hermod_hand_over_duration_seconds_count{provider="twilio",outcome="accepted"}',
    ].map((series) => shown(series) ?? 0);
  const before = measured();
  const message = permitted(someone(), { channel: 'sms' });
  await world.tell(decision(message));
  await world.outcome(message.messageId);
  expect(measured()).toEqual(before.map((count) => count + 1));
});

it('suspects the calls of those who had opted out of something, and only them', async () => {
  const message = permitted(someone(), { channel: 'sms' });
  await world.tell(decision(message));
  await world.outcome(message.messageId);
  const call = { messageId: message.messageId, recipient: message.recipient, calledAt: new Date() };
  const calls = new CalledAfterOptOut(dataSource);
  expect(await calls.suspects([call])).toEqual([]);
  await world.query(
    `INSERT INTO opt_out (recipient_id, fact_key, address_hash, scope, at, lifts) VALUES ($1, $2, 'h', $3, now(), false)`,
    [message.recipient, randomUUID(), JSON.stringify({ channels: ['sms'] })],
  );
  const [suspect] = await calls.suspects([call]);
  expect(suspect!.message.id).toBe(message.messageId);
  expect(suspect!.optOuts).toMatchObject([{ addressHash: 'h', notedAt: expect.any(Date) as Date }]);
});
