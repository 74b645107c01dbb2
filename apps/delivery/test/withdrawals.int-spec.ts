import { eventually } from '@hermod/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MessageDecided } from '@hermod/contracts';
import { decision, permitted, someone, type Wanted, withdrawal } from './facts.ts';
import {
  accountsAt,
  openScriptedProvider,
  type Reaction,
  type ScriptedProvider,
} from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

let provider: ScriptedProvider;
let world: World;
let held: ReturnType<ScriptedProvider['hold']> | undefined;
beforeAll(async () => {
  provider = await openScriptedProvider();
  const one = { type: 'sim', channels: ['push'], timeoutMs: 20_000, windowSize: 1 };
  world = await openWorld({
    providers: [
      ...accountsAt(provider.url, { timeoutMs: 20_000 }),
      { id: 'one', ...one, baseUrl: provider.url },
    ],
  });
});
afterEach(() => held?.release());
afterAll(async () => {
  await world.close();
  await provider.close();
});

const callsOf = (fact: MessageDecided): number =>
  provider.callsTo(fact.permission!.contactPoints[0]!.address).length;

function message(wanted: Wanted = {}, ...reactions: readonly Reaction[]): MessageDecided {
  const fact = permitted(someone(), wanted);
  provider.play(fact.permission!.contactPoints[0]!.address, ...reactions);
  return fact;
}

/** Waits until the last attempt stands in a state. */
const untilAttempt = (fact: MessageDecided, state: string): Promise<void> =>
  eventually(async () => expect((await world.story(fact.messageId)).attempts.at(-1)?.state).toBe(state));

describe('a withdrawal', () => {
  it('of a message that waits for a place in the window takes it back', async () => {
    held = provider.hold();
    const [first, waiting] = [message({ tokensOf: ['one'] }), message({ tokensOf: ['one'] })];
    await world.tell(decision(first));
    await eventually(() => expect(callsOf(first)).toBe(1));
    await world.tell(decision(waiting));
    await eventually(async () => expect((await world.story(waiting.messageId)).status).toBe('queued'));
    await world.tell(withdrawal(waiting));
    expect(await world.outcome(waiting.messageId)).toMatchObject({
      outcome: 'withdrawn',
      answersWithdrawal: true,
      attempts: 0,
    });
    held.release();
    await world.outcome(first.messageId);
    expect(callsOf(waiting)).toBe(0);
  });

  it.each([
    ['accepted', []],
    ['failed', [{ status: 400 }]],
    ['unknown', [{ status: 500 }]],
    ['withdrawn', [{ status: 503 }]],
  ] satisfies [string, Reaction[]][])(
    'during a call is answered when the call has ended: %s',
    async (outcome, reactions) => {
      held = provider.hold();
      const fact = message({}, ...reactions);
      await world.tell(decision(fact));
      await eventually(() => expect(callsOf(fact)).toBe(1));
      await world.tell(withdrawal(fact));
      await eventually(async () =>
        expect(await world.story(fact.messageId)).toMatchObject({ withdrawn: true }),
      );
      expect(world.told(fact.messageId)).toEqual([]);
      held.release();
      expect(await world.outcome(fact.messageId)).toMatchObject({
        outcome,
        answersWithdrawal: true,
        attempts: 1,
      });
      expect(callsOf(fact)).toBe(1);
    },
  );

  it.each([
    ['accepted', []],
    ['failed', [{ status: 400 }]],
    ['unknown', [{ status: 500 }]],
  ] satisfies [string, Reaction[]][])(
    'after the end tells what had happened: %s',
    async (outcome, reactions) => {
      const fact = message({}, ...reactions);
      await world.tell(decision(fact));
      await world.outcome(fact.messageId);
      await world.tell(withdrawal(fact));
      const facts = await world.outcomes(fact.messageId, 2);
      expect(facts.map((told) => [told.outcome, told.answersWithdrawal])).toEqual([
        [outcome, false],
        [outcome, true],
      ]);
      expect(facts[1]!.acceptedAt).toBe(facts[0]!.acceptedAt);
    },
  );

  it('of a message that waits for its next try takes it back', async () => {
    const fact = message({}, { status: 503, headers: { 'retry-after': '30' } });
    await world.tell(decision(fact));
    await untilAttempt(fact, 'retry');
    await world.tell(withdrawal(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({
      outcome: 'withdrawn',
      answersWithdrawal: true,
      attempts: 1,
    });
    expect(await world.query('SELECT 1 FROM send_queue WHERE message_id = $1', [fact.messageId])).toEqual([]);
  });

  it('of a critical message that waits for its resend leaves it unknown', async () => {
    const fact = message({ purpose: 'critical' }, 'reset');
    await world.tell(decision(fact));
    await untilAttempt(fact, 'unknown');
    await world.tell(withdrawal(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({
      outcome: 'unknown',
      answersWithdrawal: true,
      attempts: 1,
    });
    expect(callsOf(fact)).toBe(1);
  });

  it('of a message that was given back to be asked for again is answered as withdrawn', async () => {
    const fact = message({ permission: { until: new Date(Date.now() - 1_000).toISOString() } });
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'deferred' });
    await world.tell(withdrawal(fact));
    const facts = await world.outcomes(fact.messageId, 2);
    expect(facts[1]).toMatchObject({ outcome: 'withdrawn', answersWithdrawal: true });
    const again = permitted(fact.recipient, { messageId: fact.messageId, request: 1, runId: fact.runId });
    await world.tell(decision(again));
    const after = message();
    await world.tell(decision({ ...after, recipient: fact.recipient }));
    await world.outcome(after.messageId);
    expect(callsOf(fact)).toBe(0);
  });

  it.each(['before', 'after', 'together with'])('that comes %s its message ends the same', async (order) => {
    const fact = message({ tokensOf: ['one'] });
    held = provider.hold();
    const blocking = message({ tokensOf: ['one'] });
    await world.tell(decision(blocking));
    await eventually(() => expect(callsOf(blocking)).toBe(1));
    if (order === 'together with') await world.tell(withdrawal(fact), decision(fact));
    else {
      const [first, second] = order === 'before' ? [withdrawal, decision] : [decision, withdrawal];
      await world.tell(first(fact));
      await world.tell(second(fact));
    }
    expect(await world.outcome(fact.messageId)).toMatchObject({
      outcome: 'withdrawn',
      answersWithdrawal: true,
      attempts: 0,
    });
    expect(await world.story(fact.messageId)).toMatchObject({
      status: 'withdrawn',
      withdrawn: true,
      attempts: [],
    });
    held.release();
    await world.outcome(blocking.messageId);
    expect(callsOf(fact)).toBe(0);
  });
});
