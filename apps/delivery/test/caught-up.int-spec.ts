import { randomUUID } from 'node:crypto';
import { FLOW, kafkaTopic, type MessageIntent, partitionOf } from '@hermod/contracts';
import { eventually, type HeldRecipient, kafkaOf, lockRecipient } from '@hermod/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decision, numberOf, permitted, receipt, someone, withdrawal } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

let provider: ScriptedProvider;
let world: World;
beforeAll(async () => {
  provider = await openScriptedProvider();
  world = await openWorld({ providers: accountsAt(provider.url), partitions: 2 });
});
afterAll(async () => {
  await world.close();
  await provider.close();
});

function someoneOn(partition: number): string {
  for (;;) {
    const recipient = someone();
    if (partitionOf(recipient, 2) === partition) return recipient;
  }
}

/** Holds a recipient's lock as another unit of work would: whoever reads a fact about them waits. */
const hold = (recipient: string): Promise<HeldRecipient> =>
  lockRecipient({ stage: world.stage, store: 'delivery' }, recipient);

/** A message that waits for its second try, due after a while. */
async function waiting(
  partition: number,
  intent: Partial<MessageIntent> = {},
): Promise<ReturnType<typeof permitted>> {
  const fact = permitted(someoneOn(partition), { intent });
  provider.play(numberOf(fact.recipient), { status: 503, headers: { 'retry-after': '2' } });
  await world.tell(decision(fact));
  await eventually(async () => expect((await world.story(fact.messageId)).attempts[0]?.state).toBe('retry'));
  return fact;
}

const callsOf = ({ recipient }: { recipient: string }): number =>
  provider.callsTo(numberOf(recipient)).length;

it('no attempt opens while a withdrawal of its partition is unread, others go on, and nothing fails', async () => {
  const [behind, ahead] = await Promise.all([waiting(0), waiting(1)]);
  const other = permitted(someoneOn(0));
  const lock = await hold(other.recipient);
  await world.tell(withdrawal(other));
  expect(await world.outcome(ahead.messageId)).toMatchObject({ outcome: 'accepted', attempts: 2 });
  await eventually(async () => {
    const overdue = `SELECT 1 FROM send_queue WHERE message_id = $1 AND due_at < clock_timestamp() - interval '1 second'`;
    expect(await world.query(overdue, [behind.messageId])).toHaveLength(1);
  });
  expect(callsOf(behind)).toBe(1);
  expect(world.told(behind.messageId)).toEqual([]);
  await lock.release();
  expect(await world.outcome(behind.messageId)).toMatchObject({ outcome: 'accepted', attempts: 2 });
});

it('a withdrawal that was unread when the attempt was due prevents it', async () => {
  const behind = await waiting(0);
  const lock = await hold(behind.recipient);
  await world.tell(withdrawal(behind));
  await eventually(async () => {
    const overdue = `SELECT 1 FROM send_queue WHERE message_id = $1 AND due_at < clock_timestamp() - interval '500 ms'`;
    expect(await world.query(overdue, [behind.messageId])).toHaveLength(1);
  });
  expect(callsOf(behind)).toBe(1);
  await lock.release();
  expect(await world.outcome(behind.messageId)).toMatchObject({
    outcome: 'withdrawn',
    answersWithdrawal: true,
  });
  expect(callsOf(behind)).toBe(1);
});

/** Commits as routing does when it has handled every receipt. */
async function routingHasReadAll(): Promise<void> {
  const topic = world.stage.prefix + kafkaTopic(FLOW.receiptRecorded, 'plain');
  const admin = kafkaOf(world.stage).admin();
  await admin.connect();
  try {
    const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({
      partition,
      offset: high,
    }));
    await admin.setOffsets({ groupId: `${world.stage.prefix}hermod.routing.plain`, topic, partitions });
  } finally {
    await admin.disconnect();
  }
}

it('a later rung waits until routing has handled the reactions to earlier ones; a first rung does not', async () => {
  const [later, first] = await Promise.all([waiting(0, { rung: 1 }), waiting(0)]);
  await world.tell(receipt(first, randomUUID(), 'plain', { kind: 'opened' }));
  expect(await world.outcome(first.messageId)).toMatchObject({ outcome: 'accepted', attempts: 2 });
  await eventually(async () => {
    const overdue = `SELECT 1 FROM send_queue WHERE message_id = $1 AND due_at < clock_timestamp() - interval '1 second'`;
    expect(await world.query(overdue, [later.messageId])).toHaveLength(1);
  });
  expect(callsOf(later)).toBe(1);
  await routingHasReadAll();
  expect(await world.outcome(later.messageId)).toMatchObject({ outcome: 'accepted', attempts: 2 });
});

it('the time for a hand-over runs out behind a backlog as well', async () => {
  const behind = await waiting(0, { handOverWithinMs: 2_500 });
  const other = permitted(someoneOn(0));
  const lock = await hold(other.recipient);
  await world.tell(withdrawal(other));
  expect(await world.outcome(behind.messageId)).toMatchObject({
    outcome: 'expired',
    reason: expect.stringMatching(/^NOT_HANDED_OVER_IN_TIME/),
  });
  expect(callsOf(behind)).toBe(1);
  await lock.release();
});
