import { randomUUID } from 'node:crypto';
import type { Sql } from '@hermod/postgres';
import { eventually } from '@hermod/testing';
import { renderMetrics } from '@hermod/telemetry';
import type { MessageDecided } from '@hermod/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decision, numberOf, permitted, receipt, someone, type Wanted, withdrawal } from './facts.ts';
import { closeAttempts } from '../src/storage/attempts.ts';
import {
  accountsAt,
  openScriptedProvider,
  type Reaction,
  type ScriptedProvider,
  type SeenCall,
} from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const BROKEN: Reaction = { status: 500 };
const REFUSED: Reaction = { status: 422, body: { error: { code: 'refused', message: 'not this one' } } };
const FOUND: Reaction = { status: 200, body: { messages: [{ id: 'found' }] } };
const NOT_THERE: Reaction = { status: 200, body: { messages: [] } };
/** Longer than the wait after a throttled call. */
const LATE_INDEX_MS = 1_500;
/** The promise: from the receipt to the fact. */
const SETTLED_WITHIN_MS = 5_000;

let provider: ScriptedProvider;
let world: World;
let held: ReturnType<ScriptedProvider['hold']> | undefined;
beforeAll(async () => {
  provider = await openScriptedProvider();
  const sim = { type: 'sim', channels: ['push'], timeoutMs: 20_000, baseUrl: provider.url };
  world = await openWorld({
    providers: [
      ...accountsAt(provider.url),
      { id: 'one', ...sim, windowSize: 1 },
      { id: 'late', ...sim, mode: 'look-up', lookUpAfterMs: LATE_INDEX_MS },
    ],
  });
});
afterEach(() => held?.release());
afterAll(async () => {
  await world.close();
  await provider.close();
});

const tokensOf = (fact: MessageDecided): string[] =>
  fact.permission!.contactPoints.map(({ address }) => address);
const callsOf = (fact: MessageDecided): SeenCall[] => provider.callsTo(tokensOf(fact)[0]!);
const statesOf = async (fact: MessageDecided): Promise<string[]> =>
  (
    await world.query<{ state: string }>('SELECT state FROM attempt WHERE message_id = $1 ORDER BY n, id', [
      fact.messageId,
    ])
  ).map(({ state }) => state);
const isQueued = async (fact: MessageDecided): Promise<boolean> =>
  (await world.query('SELECT 1 FROM send_queue WHERE message_id = $1', [fact.messageId])).length > 0;

async function send(wanted: Wanted, ...reactions: readonly Reaction[]): Promise<MessageDecided> {
  const fact = permitted(someone(), wanted);
  provider.play(tokensOf(fact)[0]!, ...reactions);
  await world.tell(decision(fact));
  return fact;
}

/** Waits until the call's outcome is unknown; returns the reference by which it can be looked up. */
async function untilUnknown(fact: MessageDecided): Promise<string> {
  await eventually(async () => expect(await statesOf(fact)).toEqual(['unknown']));
  return String(callsOf(fact)[0]!.body['reference']);
}

describe('a call that waits for a place in the window', () => {
  it('starts on no old view: what was withdrawn meanwhile is not sent', async () => {
    held = provider.hold();
    const fact = await send({ tokensOf: ['one', 'one', 'one'] });
    await eventually(async () => expect((await statesOf(fact)).toSorted()).toContain('uncalled'), {
      timeoutMs: 10_000,
    });
    await world.tell(withdrawal(fact));
    await eventually(async () =>
      expect(await world.story(fact.messageId)).toMatchObject({ withdrawn: true }),
    );
    held.release();
    expect(await world.outcome(fact.messageId)).toMatchObject({
      outcome: 'accepted',
      answersWithdrawal: true,
    });
    expect(tokensOf(fact).flatMap((token) => provider.callsTo(token))).toHaveLength(1);
    expect(await isQueued(fact)).toBe(false);
  });

  it('is made later, on a new view: every token gets the push', async () => {
    held = provider.hold();
    const fact = await send({ tokensOf: ['one', 'one', 'one'] });
    await eventually(async () => expect(await statesOf(fact)).toContain('uncalled'), { timeoutMs: 10_000 });
    held.release();
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted' });
    expect(tokensOf(fact).map((token) => provider.callsTo(token).length)).toEqual([1, 1, 1]);
  });
});

describe.concurrent('a repeat', () => {
  it('that is refused leaves the message unknown: the first call may have been accepted', async () => {
    const fact = await send({ tokensOf: ['idem'] }, BROKEN, REFUSED);
    expect(await world.outcome(fact.messageId)).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringMatching(/^REPEAT_REFUSED: /),
    });
    expect(await isQueued(fact)).toBe(false);
    expect(callsOf(fact)).toHaveLength(2);
  });

  it('that can not be written any more leaves the message unknown', async () => {
    const template = `late-push-${someone()}`;
    const put = (body: string): Promise<unknown> =>
      world.call('PUT', `/v1/templates/${template}`, { channel: 'push', content: { title: 'Now', body } });
    await put('{{ event.data.orderId }}');
    const throttled = { status: 429, headers: { 'retry-after': '3' } };
    const fact = await send({ tokensOf: ['idem'], intent: { template } }, BROKEN, throttled);
    await eventually(() => expect(callsOf(fact)).toHaveLength(2));
    await put('{{ event.data.nowhere.at.all }}');
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'unknown' });
  });
});

describe.concurrent('a look-up', () => {
  it.each([
    ['finds it', 'accepted', FOUND],
    ['does not', 'withdrawn', NOT_THERE],
  ] as const)(
    'of a message that was withdrawn is made, and when it %s the answer is %s',
    async (_, outcome, answer) => {
      const fact = await send({ tokensOf: ['late'] }, 'reset');
      provider.play(await untilUnknown(fact), answer);
      await world.tell(withdrawal(fact));
      expect(await world.outcome(fact.messageId)).toMatchObject({
        outcome,
        answersWithdrawal: true,
        attempts: 1,
      });
      expect(callsOf(fact)).toHaveLength(1);
      expect(await isQueued(fact)).toBe(false);
    },
  );

  it.each([
    ['finds it', 'accepted', FOUND],
    ['does not', 'expired', NOT_THERE],
  ] as const)(
    'goes on after the time for the hand-over: the run is told unknown, and when it %s, %s',
    async (_, outcome, answer) => {
      const fact = await send({ tokensOf: ['look'], intent: { handOverWithinMs: 1_000 } }, 'reset');
      provider.play(await untilUnknown(fact), BROKEN, BROKEN, answer);
      const facts = await world.outcomes(fact.messageId, 2);
      expect(facts.map((told) => told.outcome)).toEqual(['unknown', outcome]);
      expect(callsOf(fact)).toHaveLength(1);
      await eventually(async () => expect(await isQueued(fact)).toBe(false));
      expect(await world.story(fact.messageId)).toMatchObject({ status: outcome });
    },
  );

  it('is never made before the delay of the provider, whatever becomes of another token', async () => {
    const fact = permitted(someone(), { tokensOf: ['late', 'late'] });
    const [first, second] = tokensOf(fact) as [string, string];
    provider.play(first, { status: 429 }, { status: 400 });
    provider.play(second, 'reset');
    await world.tell(decision(fact));
    const [call] = await eventually(
      () => (expect(provider.callsTo(second)).toHaveLength(1), provider.callsTo(second)),
    );
    const reference = String(call!.body['reference']);
    provider.play(reference, FOUND);
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted' });
    const [lookUp] = provider.callsTo(reference);
    expect(lookUp!.at - call!.at).toBeGreaterThanOrEqual(LATE_INDEX_MS);
    expect(provider.callsTo(second)).toHaveLength(1);
  });
});

describe('an at-most-once provider', () => {
  const duplicates = (): number =>
    Number(/^hermod_possible_duplicates_total\{provider="twilio"\} (\d+)$/m.exec(renderMetrics())?.[1] ?? 0);

  it('whose receipt comes settles the unknown within 5 s, as the run is told', async () => {
    const fact = await send({ purpose: 'critical' }, 'reset', 'reset');
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'unknown', attempts: 2 });
    const { attempts } = await world.story(fact.messageId);
    const handedInAt = performance.now();
    await world.tell(receipt(fact, attempts[0]!.id, 'urgent', { providerMessageId: 'SM1' }));
    const facts = await world.outcomes(fact.messageId, 2);
    expect(performance.now() - handedInAt).toBeLessThan(SETTLED_WITHIN_MS);
    expect(facts[1]).toMatchObject({
      outcome: 'accepted',
      provider: 'twilio',
      reason: expect.stringMatching(/^SETTLED_BY_RECEIPT: /),
    });
    expect(await world.story(fact.messageId)).toMatchObject({
      status: 'accepted',
      attempts: [{ state: 'accepted' }, { state: 'unknown' }],
    });
  });

  it('that may have a critical message twice is counted, once for each resend', async () => {
    const before = duplicates();
    const fact = await send({ purpose: 'critical' }, BROKEN);
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 2 });
    expect(duplicates() - before).toBe(1);
    const turnedAway = await send({ purpose: 'critical' }, BROKEN, { status: 400 });
    expect(await world.outcome(turnedAway.messageId)).toMatchObject({ outcome: 'unknown', attempts: 2 });
    expect(duplicates() - before).toBe(1);
  });

  it('that refuses the first call after it was taken over says nothing of the call that came then', async () => {
    const fact = await send({}, 'reset');
    await world.outcome(fact.messageId);
    const [attempt] = await world.query<{ id: string; lease: string }>(
      'SELECT id, lease FROM attempt WHERE message_id = $1',
      [fact.messageId],
    );
    const query: Sql['query'] = (_, text, values) => world.query(text, values);
    const sql = { query } as Sql;
    const refusedUnder = (lease: string): Promise<ReadonlyMap<string, unknown>> =>
      closeAttempts(sql, [{ id: attempt!.id, state: 'failed', lease }], new Date());
    expect((await refusedUnder(randomUUID())).size).toBe(0);
    expect((await refusedUnder(attempt!.lease)).size).toBe(1);
  });

  it('says in words that nobody knows, and what follows', async () => {
    const fact = await send({}, 'reset');
    const { reason } = await world.outcome(fact.messageId);
    expect(reason).toMatch(/^PROVIDER_CONNECTION_LOST: /);
    expect(reason).toContain('nobody knows whether it was sent');
    expect(reason).toContain('not sent again, because twilio');
    expect(reason).not.toContain(numberOf(fact.recipient).slice(1));
  });
});
