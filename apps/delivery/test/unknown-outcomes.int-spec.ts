import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decision, numberOf, permitted, receipt, someone } from './facts.ts';
import {
  accountsAt,
  openScriptedProvider,
  type Reaction,
  type ScriptedProvider,
} from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const BROKEN: Reaction = { status: 500 };
const THROTTLED: Reaction = { status: 429 };
const NOT_THERE: Reaction = { status: 200, body: { messages: [] } };

let provider: ScriptedProvider;
let world: World;
beforeAll(async () => {
  provider = await openScriptedProvider();
  world = await openWorld({ providers: accountsAt(provider.url) });
});
afterAll(async () => {
  await world.close();
  await provider.close();
});

/** The calls to a message's only token or number. */
const callsOf = (fact: ReturnType<typeof permitted>): ReturnType<ScriptedProvider['callsTo']> =>
  provider.callsTo(fact.permission!.contactPoints[0]!.address);

async function sendTo(
  providerId: string,
  ...reactions: readonly Reaction[]
): Promise<ReturnType<typeof permitted>> {
  const fact = permitted(someone(), { tokensOf: [providerId] });
  provider.play(fact.permission!.contactPoints[0]!.address, ...reactions);
  await world.tell(decision(fact));
  return fact;
}

describe.concurrent('an idempotent provider', () => {
  it.each([
    ['gave no answer in time', 'never'],
    ['reset the connection after reading', 'reset'],
    ['answered 500', BROKEN],
    ['answered what can not be read', { status: 200, body: {} }],
  ] satisfies [string, Reaction][])('that %s is called again under the same key', async (_, reaction) => {
    const fact = await sendTo('idem', reaction);
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    const keys = callsOf(fact).map(({ body }) => body['key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('that throttles the repeat still gets the same key: the first call may have arrived', async () => {
    const fact = await sendTo('idem', BROKEN, THROTTLED);
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    expect(new Set(callsOf(fact).map(({ body }) => body['key'])).size).toBe(1);
    expect(callsOf(fact)).toHaveLength(3);
  });
});

describe.concurrent('a provider with look-ups', () => {
  it('is asked after its delay, and not called when it has the message', async () => {
    const fact = await sendTo('look', 'reset');
    const [call] = await eventually(() => (expect(callsOf(fact)).toHaveLength(1), callsOf(fact)));
    const reference = String(call!.body['reference']);
    provider.play(reference, { status: 200, body: { messages: [{ id: 'found-1' }] } });
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    const [lookUp] = provider.callsTo(reference);
    expect(lookUp!.at - call!.at).toBeGreaterThanOrEqual(500);
    expect(callsOf(fact)).toHaveLength(1);
    expect(
      (
        await world.query<{ id: string }>(
          'SELECT provider_message_id AS id FROM attempt WHERE message_id = $1',
          [fact.messageId],
        )
      )[0]!.id,
    ).toBe('found-1');
  });

  it('is called anew when it has never seen the reference', async () => {
    const fact = await sendTo('look', 'reset');
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 2 });
    const references = callsOf(fact).map(({ body }) => body['reference']);
    expect(new Set(references).size).toBe(2);
    expect(provider.callsTo(String(references[0]))).toHaveLength(1);
  });

  it('whose look-up fails is asked again before anything is sent', async () => {
    const fact = await sendTo('look', 'reset');
    const [call] = await eventually(() => (expect(callsOf(fact)).toHaveLength(1), callsOf(fact)));
    const reference = String(call!.body['reference']);
    provider.play(reference, BROKEN, 'reset', THROTTLED, NOT_THERE);
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 2 });
    expect(provider.callsTo(reference)).toHaveLength(4);
    expect(callsOf(fact)).toHaveLength(2);
  });
});

describe.concurrent('a repeatable provider', () => {
  it('is called again with the same collapse key', async () => {
    const fact = await sendTo('fcm', 'never', 'reset');
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    const keys = callsOf(fact).map(
      ({ body }) => (body['message'] as { android: { collapse_key: string } }).android.collapse_key,
    );
    expect(keys).toEqual([fact.messageId, fact.messageId, fact.messageId]);
  });
});

describe.concurrent('an at-most-once provider', () => {
  it('is never called again, and the message stays unknown', async () => {
    const fact = permitted(someone());
    provider.play(numberOf(fact.recipient), 'reset');
    await world.tell(decision(fact));
    const outcome = await world.outcome(fact.messageId);
    expect(outcome).toMatchObject({
      outcome: 'unknown',
      attempts: 1,
      reason: expect.stringMatching(/^PROVIDER_CONNECTION_LOST/),
    });
    expect(outcome.calledAt).toBeDefined();
    expect(await world.query('SELECT 1 FROM send_queue WHERE message_id = $1', [fact.messageId])).toEqual([]);
    expect(await world.story(fact.messageId)).toMatchObject({
      status: 'unknown',
      attempts: [{ state: 'unknown' }],
    });
    expect(callsOf(fact)).toHaveLength(1);
  });

  it('gets a critical message exactly once more, and both attempts are linked', async () => {
    const fact = permitted(someone(), { purpose: 'critical' });
    provider.play(numberOf(fact.recipient), 'reset', 'reset');
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'unknown', attempts: 2 });
    const { attempts, status } = await world.story(fact.messageId);
    expect(status).toBe('unknown');
    expect(attempts.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    expect(attempts[1]!.resends).toBe(attempts[0]!.id);
    expect(callsOf(fact)).toHaveLength(2);
  });

  it('that throttles the resend gets it later, and an unknown end of that one is the end', async () => {
    const fact = permitted(someone(), { purpose: 'critical' });
    provider.play(numberOf(fact.recipient), 'reset', THROTTLED, 'reset');
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'unknown', attempts: 3 });
    const { attempts } = await world.story(fact.messageId);
    expect(attempts.map(({ state, resends }) => [state, resends])).toEqual([
      ['unknown', null],
      ['retry', attempts[0]!.id],
      ['unknown', attempts[0]!.id],
    ]);
    expect(callsOf(fact)).toHaveLength(3);
  });

  it('whose resend was accepted has the message, and the risk of a double is on record', async () => {
    const fact = permitted(someone(), { purpose: 'critical' });
    provider.play(numberOf(fact.recipient), BROKEN);
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 2 });
    const { attempts } = await world.story(fact.messageId);
    expect(attempts.map(({ state }) => state)).toEqual(['unknown', 'accepted']);
    expect(attempts[1]!.resends).toBe(attempts[0]!.id);
  });

  it('gets no resend when an urgent receipt settles the first one before', async () => {
    const fact = permitted(someone(), { purpose: 'critical' });
    provider.play(numberOf(fact.recipient), 'reset');
    await world.tell(decision(fact));
    const attempt = await eventually(async () => {
      const story = await world.story(fact.messageId);
      expect(story.attempts[0]!.state).toBe('unknown');
      return story.attempts[0]!;
    });
    await world.tell(receipt(fact, attempt.id, 'urgent', { providerMessageId: 'SM1' }));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    expect(await world.query('SELECT 1 FROM send_queue WHERE message_id = $1', [fact.messageId])).toEqual([]);
    expect(callsOf(fact)).toHaveLength(1);
  });
});

describe('an at-most-once provider that is slow', () => {
  it('is believed when its receipt comes before its answer', async () => {
    const fact = permitted(someone(), { purpose: 'critical' });
    const held = provider.hold();
    await world.tell(decision(fact));
    await eventually(() => expect(callsOf(fact)).toHaveLength(1));
    const { attempts } = await world.story(fact.messageId);
    await world.tell(receipt(fact, attempts[0]!.id, 'urgent'));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted' });
    held.release();
    await eventually(() => expect(provider.busy).toBe(0));
    expect(await world.story(fact.messageId)).toMatchObject({
      status: 'accepted',
      attempts: [{ state: 'accepted' }],
    });
  });
});
