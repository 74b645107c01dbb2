import { createHmac } from 'node:crypto';
import type { MessageAttempted, MessageDecided } from '@hermod/contracts';
import { freePort } from '@hermod/embedded';
import { eventually, type RecordToProduce, untilHandled } from '@hermod/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decision, numberOf, permitted, record, SECRET, someone, withdrawal } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const AN_HOUR = { handOverWithinMs: 3_600_000 };

let provider: ScriptedProvider;
let world: World;
let awayPort: number;
let held: ReturnType<ScriptedProvider['hold']> | undefined;
beforeAll(async () => {
  provider = await openScriptedProvider();
  awayPort = await freePort();
  const away = { id: 'away', type: 'sim', channels: ['push'], timeoutMs: 5_000 };
  world = await openWorld({
    providers: [
      ...accountsAt(provider.url, { timeoutMs: 20_000 }),
      { ...away, baseUrl: `http://127.0.0.1:${awayPort}` },
    ],
    partitions: 1,
  });
});
afterEach(() => held?.release());
afterAll(async () => {
  await world.close();
  await provider.close();
});

const addressOf = (fact: MessageDecided): string => fact.permission!.contactPoints[0]!.address;
const callsOf = (fact: MessageDecided): number => provider.callsTo(addressOf(fact)).length;

/** The moment that a message's hand-over had to end by is a second ago. */
async function handOverIsOver({ messageId }: MessageDecided): Promise<void> {
  const past = `clock_timestamp() - interval '1 second'`;
  await world.query(`UPDATE message SET hand_over_by = ${past} WHERE id = $1`, [messageId]);
  await world.query(`UPDATE send_queue SET hand_over_by = ${past}, due_at = ${past} WHERE message_id = $1`, [
    messageId,
  ]);
}

/** The window in which it was permitted has closed. */
async function permissionIsOver({ messageId }: MessageDecided): Promise<void> {
  const until = JSON.stringify(new Date(Date.now() - 1_000).toISOString());
  const closed = `jsonb_set(permission::jsonb, '{until}', $2::jsonb)::json`;
  await world.query(`UPDATE message SET permission = ${closed} WHERE id = $1`, [messageId, until]);
  await world.query('UPDATE send_queue SET due_at = clock_timestamp() WHERE message_id = $1', [messageId]);
}

/** Lets the time pass until something was told: what is under way at that moment comes back to the queue as it was. */
function toldWhen(
  passes: (fact: MessageDecided) => Promise<void>,
  fact: MessageDecided,
): Promise<MessageAttempted> {
  return eventually(async () => {
    await passes(fact);
    const [told] = world.told(fact.messageId);
    if (told === undefined) throw new Error('nothing was told');
    return told;
  });
}

/** A message whose provider nobody answers for, tried at least once. */
async function atNobody(): Promise<MessageDecided> {
  const fact = permitted(someone(), { tokensOf: ['away'], intent: AN_HOUR });
  await world.tell(decision(fact));
  await eventually(async () =>
    expect((await world.story(fact.messageId)).attempts.at(-1)?.state).toBe('retry'),
  );
  return fact;
}

/** A message whose call is under way. */
async function underWay(): Promise<MessageDecided> {
  held = provider.hold();
  const fact = permitted(someone(), { intent: AN_HOUR });
  await world.tell(decision(fact));
  await eventually(() => expect(callsOf(fact)).toBe(1));
  return fact;
}

const stopOf = ({ recipient }: MessageDecided): RecordToProduce => {
  const address = numberOf(recipient);
  const addressHash = createHmac('sha256', SECRET).update(address).digest('hex');
  const meant = {
    kind: 'text',
    channel: 'sms',
    meaning: 'opt-out',
    text: 'STOP',
    provider: 'twilio',
  } as const;
  return record('inboundReceived', recipient, {
    ...meant,
    address,
    addressHash,
    recipient,
    at: new Date().toISOString(),
  });
};

async function handled(fact: RecordToProduce): Promise<void> {
  await world.tell(fact);
  await untilHandled({ stage: world.stage, store: 'delivery' }, fact);
}

describe('a provider that is down for an hour', () => {
  it('gets nothing any more when it is back: the hand-over is over, and the rung has ended', async () => {
    const [first, second] = [await atNobody(), await atNobody()];
    for (const fact of [first, second])
      expect(await toldWhen(handOverIsOver, fact)).toMatchObject({
        outcome: 'expired',
        reason: expect.stringMatching(/^NOT_HANDED_OVER_IN_TIME/),
        answersWithdrawal: false,
      });
    const waiting = await atNobody();
    const back = await openScriptedProvider(awayPort);
    try {
      await eventually(() => expect(back.callsTo(addressOf(waiting))).toHaveLength(1), { timeoutMs: 40_000 });
      expect(await world.outcome(waiting.messageId)).toMatchObject({ outcome: 'accepted', provider: 'away' });
      const queued = 'SELECT 1 FROM send_queue WHERE message_id = ANY($1)';
      expect(await world.query(queued, [[first.messageId, second.messageId]])).toEqual([]);
      expect([...back.callsTo(addressOf(first)), ...back.callsTo(addressOf(second))]).toEqual([]);
      expect([first, second].map(({ messageId }) => world.told(messageId).length)).toEqual([1, 1]);
    } finally {
      await back.close();
    }
  });

  it('and whose message is taken back meanwhile is told once, as withdrawn', async () => {
    const fact = await atNobody();
    await world.tell(withdrawal(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({
      outcome: 'withdrawn',
      answersWithdrawal: true,
    });
    await handOverIsOver(fact);
    expect(await world.query('SELECT 1 FROM send_queue WHERE message_id = $1', [fact.messageId])).toEqual([]);
  });

  it('and whose permission ends meanwhile gives the message back, to be asked for again', async () => {
    const fact = await atNobody();
    expect(await toldWhen(permissionIsOver, fact)).toMatchObject({ outcome: 'deferred', request: 0 });
    const again = { messageId: fact.messageId, request: 1, runId: fact.runId };
    await world.tell(decision(permitted(fact.recipient, { ...again, tokensOf: ['fcm'] })));
    const facts = await world.outcomes(fact.messageId, 2);
    expect(facts[1]).toMatchObject({ outcome: 'accepted', request: 1 });
  });

  it('and whose message has expired answers a withdrawal that comes behind with what had happened', async () => {
    const fact = await atNobody();
    await toldWhen(handOverIsOver, fact);
    await world.tell(withdrawal(fact));
    const facts = await world.outcomes(fact.messageId, 2);
    expect(facts.map(({ outcome, answersWithdrawal }) => [outcome, answersWithdrawal])).toEqual([
      ['expired', false],
      ['expired', true],
    ]);
  });
});

describe('a call that is under way', () => {
  it.each([
    ['the time for the hand-over ends', handOverIsOver],
    ['the permission ends', permissionIsOver],
    ['a STOP is read', (fact: MessageDecided) => handled(stopOf(fact))],
  ])('when %s ends as what the provider says, once', async (_, meanwhile) => {
    const fact = await underWay();
    await meanwhile(fact);
    held!.release();
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    expect(world.told(fact.messageId)).toHaveLength(1);
  });

  it.each([
    ['the time for the hand-over ends', handOverIsOver, 'expired'],
    ['the permission ends', permissionIsOver, 'deferred'],
    ['a STOP is read', (fact: MessageDecided) => handled(stopOf(fact)), 'withdrawn'],
  ])('when %s, and is turned away, is not made again', async (_, meanwhile, outcome) => {
    const fact = await underWay();
    provider.play(addressOf(fact), { status: 503 });
    await meanwhile(fact);
    held!.release();
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome, attempts: 1 });
    expect(callsOf(fact)).toBe(1);
  });
});
