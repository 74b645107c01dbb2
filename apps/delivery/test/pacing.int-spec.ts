import { freePort } from '@hermod/embedded';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decision, numberOf, permitted, someone } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const WINDOW = 3;
const RATE = 20;

let provider: ScriptedProvider;
let world: World;
let awayPort: number;
beforeAll(async () => {
  provider = await openScriptedProvider();
  awayPort = await freePort();
  const sim = { type: 'sim', channels: ['push'], timeoutMs: 5_000 };
  world = await openWorld({
    providers: [
      ...accountsAt(provider.url),
      { id: 'away', ...sim, baseUrl: `http://127.0.0.1:${awayPort}` },
      { id: 'narrow', ...sim, baseUrl: `${provider.url}/narrow`, windowSize: WINDOW },
      { id: 'slow', ...sim, baseUrl: `${provider.url}/slow`, ratePerSecond: RATE },
    ],
  });
});
afterAll(async () => {
  await world.close();
  await provider.close();
});

describe('a provider that turns calls away', () => {
  it.each([429, 503])('with %i is tried again, with an attempt of its own each time', async (status) => {
    const fact = permitted(someone());
    provider.play(numberOf(fact.recipient), { status }, { status });
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 3 });
    const { attempts } = await world.story(fact.messageId);
    expect(attempts.map(({ state }) => state)).toEqual(['retry', 'retry', 'accepted']);
    expect(world.told(fact.messageId)).toHaveLength(1);
  });

  it('is left alone for as long as it asked for', async () => {
    const fact = permitted(someone());
    provider.play(numberOf(fact.recipient), { status: 429, headers: { 'retry-after': '2' } });
    await world.tell(decision(fact));
    await world.outcome(fact.messageId);
    const [first, second] = provider.callsTo(numberOf(fact.recipient));
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(2_000);
  });

  it('because nobody listens is tried again until somebody does', async () => {
    const fact = permitted(someone(), { tokensOf: ['away'] });
    await world.tell(decision(fact));
    await eventually(async () =>
      expect((await world.story(fact.messageId)).attempts[0]?.state).toBe('retry'),
    );
    const back = await openScriptedProvider(awayPort);
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', provider: 'away' });
    await back.close();
  });

  it('until the time for the hand-over has run out lets the message expire', async () => {
    const fact = permitted(someone(), { intent: { handOverWithinMs: 1_000 } });
    provider.play(numberOf(fact.recipient), ...Array.from({ length: 20 }, () => ({ status: 503 })));
    await world.tell(decision(fact));
    const outcome = await world.outcome(fact.messageId);
    expect(outcome).toMatchObject({
      outcome: 'expired',
      reason: expect.stringMatching(/^NOT_HANDED_OVER_IN_TIME/),
    });
    expect(Date.parse(outcome.at)).toBeGreaterThanOrEqual(Date.parse(fact.decidedAt) + 1_000);
    expect(provider.callsTo(numberOf(fact.recipient))).toHaveLength(outcome.attempts);
    expect(await world.query('SELECT 1 FROM send_queue WHERE message_id = $1', [fact.messageId])).toEqual([]);
  });

  it('never gets a message that has expired', async () => {
    const fact = permitted(someone(), { intent: { expiresAt: new Date(Date.now() - 1_000).toISOString() } });
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'expired', attempts: 0 });
    expect(provider.callsTo(numberOf(fact.recipient))).toEqual([]);
  });
});

describe('a provider with limits', () => {
  it('gets no more calls at once than its window has places', async () => {
    provider.latencyMs = 30;
    const before = provider.calls.length;
    const facts = Array.from({ length: 30 }, () => permitted(someone(), { tokensOf: ['narrow', 'narrow'] }));
    await world.tell(...facts.map(decision));
    await Promise.all(facts.map(({ messageId }) => world.outcome(messageId)));
    provider.latencyMs = 0;
    const calls = provider.calls.slice(before).filter(({ path }) => path.startsWith('/narrow'));
    expect(calls).toHaveLength(60);
    expect(Math.max(...calls.map(({ atOnce }) => atOnce))).toBeLessThanOrEqual(WINDOW);
  });

  it('gets no more calls a second than it takes', async () => {
    const facts = Array.from({ length: 40 }, () => permitted(someone(), { tokensOf: ['slow'] }));
    await world.tell(...facts.map(decision));
    await Promise.all(facts.map(({ messageId }) => world.outcome(messageId)));
    const calls = provider.calls.filter(({ path }) => path.startsWith('/slow')).map(({ at }) => at);
    expect(calls).toHaveLength(40);
    const savedUp = RATE * 0.25;
    const fastest = ((calls.length - savedUp - 1) / RATE) * 1_000;
    expect(calls.at(-1)! - calls[0]!).toBeGreaterThanOrEqual(fastest * 0.95);
  });
});
