import { createHmac, randomUUID } from 'node:crypto';
import type { ConsentScope, Lane, MessageDecided } from '@hermod/contracts';
import { eventually, type RecordToProduce } from '@hermod/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  consentChange,
  decision,
  numberOf,
  permitted,
  record,
  SECRET,
  smsPoint,
  someone,
  type Wanted,
} from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const SMS: ConsentScope = { channels: ['sms'] };
const seconds = (n: number): Date => new Date(Date.now() + n * 1_000);

let provider: ScriptedProvider;
let world: World;
let held: ReturnType<ScriptedProvider['hold']> | undefined;
beforeAll(async () => {
  provider = await openScriptedProvider();
  world = await openWorld({ providers: accountsAt(provider.url, { timeoutMs: 20_000, windowSize: 1 }) });
});
afterEach(() => held?.release());
afterAll(async () => {
  await world.close();
  await provider.close();
});

/** The person texts STOP from a number: fact 7, the copy for a holder. */
function stop(recipient: string, about: { at?: Date; lane?: Lane; address?: string } = {}): RecordToProduce {
  const address = about.address ?? numberOf(recipient);
  const fact = {
    kind: 'text' as const,
    channel: 'sms' as const,
    address,
    addressHash: createHmac('sha256', SECRET).update(address).digest('hex'),
    recipient,
    meaning: 'opt-out' as const,
    text: 'STOP',
    provider: 'twilio',
    at: (about.at ?? new Date()).toISOString(),
  };
  return record('inboundReceived', recipient, fact, about);
}

/** The person texts START later, and consent lifts the suppression of the number. */
function start(recipient: string, at: Date, lane?: Lane): RecordToProduce {
  const scope = {
    channels: ['sms' as const, 'mms' as const, 'rcs' as const],
    contactPoint: smsPoint(recipient).id,
  };
  return consentChange(recipient, 'lifted', scope, { at, ...(lane === undefined ? {} : { lane }) });
}

/** Fills the window of one lane, so that what follows waits between its decision and its attempt. */
async function fillWindow(wanted: Wanted): Promise<MessageDecided> {
  held = provider.hold();
  const blocking = permitted(someone(), wanted);
  await world.tell(decision(blocking));
  await eventually(() => expect(provider.callsTo(numberOf(blocking.recipient))).toHaveLength(1));
  return blocking;
}

/** Waits until delivery has written down what it read about a recipient. */
const untilNoted = (recipient: string, times = 1): Promise<void> =>
  eventually(async () => {
    const rows = await world.query('SELECT 1 FROM opt_out WHERE recipient_id = $1', [recipient]);
    expect(rows).toHaveLength(times);
  });

const LANES = [
  ['plain', 'transactional'],
  ['urgent', 'critical'],
] as const;

describe.each(LANES)('in the %s lane', (lane, purpose) => {
  it.each([
    ['a STOP', (recipient: string) => stop(recipient, { lane })],
    ['a withdrawn consent', (recipient: string) => consentChange(recipient, 'withdrawn', SMS, { lane })],
    [
      'a suppression',
      (recipient: string) =>
        consentChange(recipient, 'suppressed', { ...SMS, contactPoint: smsPoint(recipient).id }, { lane }),
    ],
  ])('%s between the decision and the attempt prevents it', async (_, optOut) => {
    const blocking = await fillWindow({ purpose });
    const fact = permitted(someone(), { purpose });
    await world.tell(decision(fact));
    await eventually(async () => expect((await world.story(fact.messageId)).status).toBe('queued'));
    await world.tell(optOut(fact.recipient));
    await untilNoted(fact.recipient);
    held!.release();
    expect(await world.outcome(fact.messageId)).toMatchObject({
      outcome: 'withdrawn',
      reason: expect.stringMatching(/^OPTED_OUT/),
      attempts: 0,
      answersWithdrawal: false,
    });
    await world.outcome(blocking.messageId);
    expect(provider.callsTo(numberOf(fact.recipient))).toEqual([]);
  });

  it.each([
    ['a STOP', (recipient: string) => stop(recipient, { lane })],
    ['a withdrawn consent', (recipient: string) => consentChange(recipient, 'withdrawn', SMS, { lane })],
  ])('%s that is read before the older decision prevents it as well', async (_, optOut) => {
    const recipient = someone();
    const fact = permitted(recipient, { purpose, decidedAt: seconds(-5) });
    await world.tell(optOut(recipient));
    await untilNoted(recipient);
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'withdrawn' });
    expect(provider.callsTo(numberOf(recipient))).toEqual([]);
  });

  it.each(['STOP first', 'START first'])('a later START lifts a STOP, %s', async (order) => {
    const recipient = someone();
    const texts = [stop(recipient, { lane, at: seconds(-60) }), start(recipient, seconds(-30), lane)];
    for (const text of order === 'STOP first' ? texts : texts.toReversed()) await world.tell(text);
    await untilNoted(recipient, 2);
    const fact = permitted(recipient, { purpose });
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted' });
  });
});

describe('what was said', () => {
  /** Tells delivery something about the recipient, then permits a message to them. */
  async function outcomeAfter(
    said: (recipient: string) => RecordToProduce,
    wanted: Wanted = {},
    before?: (recipient: string) => RecordToProduce,
  ): Promise<string> {
    const recipient = someone();
    if (before !== undefined) await world.tell(before(recipient));
    await world.tell(said(recipient));
    await untilNoted(recipient, before === undefined ? 1 : 2);
    const fact = permitted(recipient, wanted);
    await world.tell(decision(fact));
    return (await world.outcome(fact.messageId)).outcome;
  }
  const older = { decidedAt: seconds(-5) };

  it('after a START counts: an older START lifts no newer STOP', async () => {
    const earlier = (who: string): RecordToProduce => start(who, seconds(-60));
    expect(await outcomeAfter((who) => stop(who, { at: seconds(-30) }), {}, earlier)).toBe('withdrawn');
  });

  it("by a START from another number doesn't lift the STOP from this one", async () => {
    const scope = { channels: ['sms' as const], contactPoint: randomUUID() };
    const lifted = (who: string): RecordToProduce =>
      consentChange(who, 'lifted', scope, { at: seconds(-10) });
    expect(await outcomeAfter((who) => stop(who, { at: seconds(-30) }), {}, lifted)).toBe('withdrawn');
  });

  it('before the decision was known to consent when it decided', async () => {
    const withdrawn = (who: string): RecordToProduce =>
      consentChange(who, 'withdrawn', SMS, { at: seconds(-60) });
    expect(await outcomeAfter(withdrawn)).toBe('accepted');
  });

  it.each([
    ['a STOP from another number', (who: string) => stop(who, { address: '+46709999999' })],
    [
      'a withdrawal of another topic',
      (who: string) => consentChange(who, 'withdrawn', { ...SMS, topic: 'offers' }),
    ],
    [
      'a withdrawal of another purpose',
      (who: string) => consentChange(who, 'withdrawn', { ...SMS, purpose: 'marketing' }),
    ],
    [
      'a withdrawal of another contact point',
      (who: string) => consentChange(who, 'withdrawn', { ...SMS, contactPoint: randomUUID() }),
    ],
    ['a withdrawal for push', (who: string) => consentChange(who, 'withdrawn', { channels: ['push'] })],
  ])('about something else prevents nothing: %s', async (_, said) => {
    expect(await outcomeAfter(said, older)).toBe('accepted');
  });

  it('by text concerns no push', async () => {
    expect(await outcomeAfter((who) => stop(who), { ...older, tokensOf: ['fcm'] })).toBe('accepted');
  });

  it('about a purpose covers it: transactional withdrawn is critical withdrawn', async () => {
    const withdrawn = (who: string): RecordToProduce =>
      consentChange(who, 'withdrawn', { ...SMS, purpose: 'transactional' }, { lane: 'urgent' });
    expect(await outcomeAfter(withdrawn, { ...older, purpose: 'critical' })).toBe('withdrawn');
  });
});

describe('what consent says by itself', () => {
  const reply = (recipient: string, permission: Wanted['permission']): MessageDecided => ({
    ...permitted(recipient, { runId: null, permission: { text: 'You are unsubscribed.', ...permission } }),
    reply: randomUUID(),
  });

  it('in answer to a STOP is handed over once, and shows in its story', async () => {
    const recipient = someone();
    await world.tell(stop(recipient));
    await untilNoted(recipient);
    const fact = reply(recipient, { answersText: true });
    const again = record('messageDecided', recipient, fact);
    await world.tell(decision(fact), again);
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', runId: null });
    expect(await world.story(fact.messageId)).toMatchObject({ status: 'accepted', runId: null });
    const calls = provider.callsTo(numberOf(recipient));
    expect(calls.map(({ body }) => body['Body'])).toEqual(['You are unsubscribed.']);
  });

  it('without being asked does not pass a STOP', async () => {
    const recipient = someone();
    await world.tell(stop(recipient));
    await untilNoted(recipient);
    const fact = reply(recipient, {});
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'withdrawn' });
  });
});

it('an opt-out that only the provider knew is told with its contact point', async () => {
  const recipient = someone();
  const fact = permitted(recipient);
  const optedOut = { status: 400, body: { code: 21610, message: 'unsubscribed recipient' } };
  provider.play(numberOf(recipient), optedOut);
  await world.tell(decision(fact));
  expect(await world.outcome(fact.messageId)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/^PROVIDER_REFUSED: 21610/),
    optedOut: smsPoint(recipient).id,
  });
});
