import type { WireRecord } from '@hermod/contracts';
import { inTransaction } from '@hermod/postgres';
import { eventually, tapTopic, type TopicTap } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BatchSink } from '../src/ports.ts';
import { Outbox } from '../src/unit/outbox.ts';
import { gate, heardLog, type Instance, openRig, type Rig } from './rig.ts';
import { many, requested, wire } from './samples.ts';

/** Nobody listens there. */
const NOWHERE = ['127.0.0.1:1'];

let rig: Rig;
let tap: TopicTap;
beforeAll(async () => {
  rig = await openRig({ partitions: 2 });
  tap = await tapTopic(rig.stage, 'hermod.message-requested');
});
afterAll(async () => {
  await tap.stop();
  await rig.close();
});

const seenOf = (recipient: string) => tap.records.filter((record) => record.key === recipient);

/** Publishes one fact for each n in one unit. */
function publish(
  { messaging }: Instance,
  how: 'run' | 'runUntilPublished',
  recipient: string,
  ...facts: readonly { n: number; context?: object }[]
): Promise<void> {
  return messaging.units[how]('plain', [recipient], (unit) => {
    for (const { n, context } of facts) {
      const fact = requested(recipient, n, context);
      unit.publish('messageRequested', fact, { recipient, id: fact.messageId });
    }
    return Promise.resolve();
  });
}

/** A row as a process leaves it that dies between its commit and its sending. */
async function leaveBehind(recipient: string, n: number): Promise<void> {
  const { topic, value, headers } = wire('messageRequested', requested(recipient, n));
  const record: WireRecord = { topic, key: recipient, value: String(value), headers: { ...headers } };
  const sink: BatchSink = {
    ready: () => Promise.resolve(),
    publish: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const dead = new Outbox(rig.store, sink, heardLog(), new Set());
  await inTransaction(rig.store, (sql) => dead.write(sql, [record]));
}

test('a row is gone from the outbox soon after Kafka has it', async () => {
  const instance = await rig.open({ handler: null });
  for (const n of many(5, (i) => i)) await publish(instance, 'run', 'ada', { n });
  await tap.until(5, (record) => record.key === 'ada');
  await eventually(async () => expect(await rig.outbox()).toBe(0));
  await instance.close();
});

test('what a dead process left is sent once by the sweepers of the others, in its order', async () => {
  for (const n of many(5, (i) => i)) await leaveBehind('bo', n);
  expect(await rig.outbox()).toBe(5);
  const instances = [await rig.open({ handler: null }), await rig.open({ handler: null })];
  await eventually(async () => expect(await rig.outbox()).toBe(0));
  const seen = await tap.until(5, (record) => record.key === 'bo');
  expect(seen.map((record) => record.headers['ce_id'])).toEqual(
    many(5, (n) => wire('messageRequested', requested('bo', n)).headers!['ce_id']),
  );
  const said = instances.flatMap(({ log }) => log.heard).filter(({ message }) => message.includes('outbox'));
  expect(said.length).toBeGreaterThan(0);
  await Promise.all(instances.map((instance) => instance.close()));
});

test('without Kafka a unit keeps its facts in the outbox, a hand-in is rejected, and its repeat is a repeat', async () => {
  const cut = await rig.open({ handler: null, messaging: { brokers: NOWHERE } });
  await Promise.all([
    publish(cut, 'run', 'cy', { n: 1 }),
    expect(publish(cut, 'runUntilPublished', 'di', { n: 1 })).rejects.toThrow(),
  ]);
  expect(seenOf('cy').concat(seenOf('di'))).toEqual([]);
  const well = await rig.open({ handler: null });
  await publish(well, 'runUntilPublished', 'di', { n: 1 });
  // It resolved, so Kafka has it: the tap only has to fetch it.
  const repeats = await tap.until(2, (record) => record.key === 'di');
  expect(new Set(repeats.map((record) => record.headers['ce_id'])).size).toBe(1);
  await tap.until(1, (record) => record.key === 'cy');
  await eventually(async () => expect(await rig.outbox()).toBe(0));
  await well.close();
});

/** Makes the rows as old as those that nobody sends any more. */
async function age(): Promise<void> {
  await rig.store.query(`UPDATE outbox SET created_at = created_at - interval '1 minute'`);
}

/** A sink that takes records when it is let, or refuses them. */
function sinkThat(answers: () => Promise<void>): BatchSink & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    ready: () => Promise.resolve(),
    publish: async (records) => {
      await answers();
      sent.push(...records.map((record) => record.key));
    },
    close: () => Promise.resolve(),
  };
}

const outboxOf = (sink: BatchSink, held = new Set<string>()): Outbox =>
  new Outbox(rig.store, sink, heardLog(), held);

test('a row stays while Kafka refuses it, and the sweeper of the next turn sends it', async () => {
  await leaveBehind('ed', 1);
  await age();
  let away = true;
  const sink = sinkThat(() => (away ? Promise.reject(new Error('Kafka is away')) : Promise.resolve()));
  const outbox = outboxOf(sink);
  await expect(outbox.sweep()).rejects.toThrow('Kafka is away');
  expect(await rig.outbox()).toBe(1);
  away = false;
  expect(await outbox.sweep()).toBe(1);
  expect(await outbox.sweep()).toBe(0);
  expect(sink.sent).toEqual(['ed']);
  expect(await rig.outbox()).toBe(0);
});

test('one sweeper at a time sends, and nobody waits for it', async () => {
  await leaveBehind('flo', 1);
  await age();
  const entered = gate();
  const go = gate();
  const slow = sinkThat(() => (entered.open(), go.passed));
  const sweeping = outboxOf(slow).sweep();
  await entered.passed;
  const idle = sinkThat(() => Promise.resolve());
  expect(await outboxOf(idle).sweep()).toBe(0);
  go.open();
  expect(await sweeping).toBe(1);
  expect([...slow.sent, ...idle.sent]).toEqual(['flo']);
});

test('a row that one lane of a process still sends, or has sent, is not swept by its other lane', async () => {
  const held = new Set<string>();
  const go = gate();
  const plain = outboxOf(
    sinkThat(() => go.passed),
    held,
  );
  const urgent = outboxOf(
    sinkThat(() => Promise.resolve()),
    held,
  );
  const records: WireRecord[] = [{ topic: 't', key: 'hal', value: '{}', headers: {} }];
  const sending = plain.send(await inTransaction(rig.store, (sql) => plain.write(sql, records)));
  await age();
  expect(await urgent.sweep()).toBe(0);
  go.open();
  await sending;
  expect(await urgent.sweep()).toBe(0);
  await plain.tidy();
  expect(await rig.outbox()).toBe(0);
  expect(held.size).toBe(0);
});

test('a unit publishes more than fits into one request to the broker', async () => {
  const instance = await rig.open({ handler: null });
  const context = { event: { data: { note: 'x'.repeat(60_000) } } };
  await publish(instance, 'runUntilPublished', 'fay', ...many(50, (n) => ({ n, context })));
  const seen = await tap.until(50, (record) => record.key === 'fay');
  expect(seen.map((record) => record.headers['ce_id'])).toEqual(
    many(50, (n) => requested('fay', n).messageId),
  );
  await instance.close();
});

test('a fact that no reader would take for its size is refused before it is written', async () => {
  const instance = await rig.open({ handler: null });
  const context = { note: 'x'.repeat(950_000) };
  await expect(publish(instance, 'run', 'gus', { n: 1, context })).rejects.toMatchObject({
    code: 'FACT_TOO_LARGE',
  });
  expect(await rig.outbox()).toBe(0);
  await instance.close();
});
