import { partitionOf } from '@hermod/contracts';
import { eventually, type HeldRecipient, lockRecipient } from '@hermod/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decision, numberOf, permitted, someone, withdrawal } from './facts.ts';
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
async function waiting(partition: number, handOverWithinMs = 60_000): Promise<ReturnType<typeof permitted>> {
  const fact = permitted(someoneOn(partition), { intent: { handOverWithinMs } });
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

it('the time for a hand-over runs out behind a backlog as well', async () => {
  const behind = await waiting(0, 2_500);
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
