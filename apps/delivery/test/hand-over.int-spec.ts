import { readCallback } from '@hermod/providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decision, numberOf, permitted, SECRET, someone } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { type SimulatorProcess, startSimulator } from './simulator-process.ts';
import { openWorld, type World } from './world.ts';

describe('over the simulator', () => {
  let simulator: SimulatorProcess;
  let world: World;
  beforeAll(async () => {
    simulator = await startSimulator();
    world = await openWorld({ providers: accountsAt(simulator.url) });
  });
  afterAll(async () => {
    await world.close();
    await simulator.close();
  });

  it.each([
    ['an SMS over Twilio', {}, 'Hi Ada, order O-1'],
    ['a push over FCM', { tokensOf: ['fcm'] }, 'On its way\nOrder O-1'],
    ['a push over sim with a key', { tokensOf: ['idem'] }, 'On its way\nOrder O-1'],
    ['a push over sim with look-ups', { tokensOf: ['look'] }, 'On its way\nOrder O-1'],
  ])('%s reaches the phone and is told as accepted', async (_, wanted, text) => {
    const fact = permitted(someone(), wanted);
    await world.tell(decision(fact));
    const outcome = await world.outcome(fact.messageId);
    expect(outcome).toMatchObject({
      outcome: 'accepted',
      recipient: fact.recipient,
      runId: fact.runId,
      request: 0,
      attempts: 1,
      answersWithdrawal: false,
      permission: { why: fact.why, decidedAt: fact.decidedAt },
    });
    expect(Date.parse(outcome.acceptedAt!)).toBeGreaterThanOrEqual(Date.parse(outcome.calledAt!));
    expect(await simulator.messagesOf(numberOf(fact.recipient))).toMatchObject([{ text }]);
  });

  it('a decision that comes twice is sent once', async () => {
    const fact = permitted(someone());
    await world.tell(decision(fact), decision(fact));
    await world.outcome(fact.messageId);
    await world.tell(decision(fact));
    const after = permitted(fact.recipient);
    await world.tell(decision(after));
    await world.outcome(after.messageId);
    expect(world.told(fact.messageId)).toHaveLength(1);
    expect(await simulator.messagesOf(numberOf(fact.recipient))).toHaveLength(2);
  });

  it('what the provider refuses has failed, with its reason and without the address', async () => {
    await simulator.faults('twilio', { rates: { refuse: 1 } });
    const fact = permitted(someone());
    await world.tell(decision(fact));
    const outcome = await world.outcome(fact.messageId);
    await simulator.faults('twilio', {});
    expect(outcome).toMatchObject({ outcome: 'failed', provider: 'twilio', attempts: 1 });
    expect(outcome.reason).toMatch(/^PROVIDER_REFUSED: /);
    expect(outcome.reason).not.toContain(numberOf(fact.recipient).slice(1));
    expect(outcome.acceptedAt).toBeUndefined();
  });

  it('an answer that is lost after the message was taken becomes one message on the phone', async () => {
    await simulator.faults('sim', { seed: 1, rates: { resetAfterAccept: 1 } });
    const fact = permitted(someone(), { tokensOf: ['idem'] });
    await world.tell(decision(fact));
    const phone = numberOf(fact.recipient);
    await expect.poll(() => simulator.messagesOf(phone), { timeout: 10_000 }).toHaveLength(1);
    await simulator.faults('sim', {});
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    expect(await simulator.messagesOf(phone)).toHaveLength(1);
    const ledger = await simulator.ledgerOf(`sim-${phone.slice(1)}`);
    expect(ledger.map(({ outcome }) => outcome).at(-1)).toBe('repeated');
    expect(new Set(ledger.map(({ reference }) => reference)).size).toBe(1);
  });

  it('an answer that is lost is found by its reference', async () => {
    await simulator.faults('sim', { seed: 1, indexDelayMs: 100, rates: { errorAfterAccept: 1 } });
    const fact = permitted(someone(), { tokensOf: ['look'] });
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    await simulator.faults('sim', {});
    expect(await simulator.messagesOf(numberOf(fact.recipient))).toHaveLength(1);
  });
});

describe('over a stand-in', () => {
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

  it('a push goes to every token, one attempt each', async () => {
    const fact = permitted(someone(), { tokensOf: ['fcm', 'fcm'] });
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 2 });
    const tokens = fact.permission!.contactPoints.map(({ address }) => address);
    expect(tokens.map((token) => provider.callsTo(token).length)).toEqual([1, 1]);
    expect((await world.story(fact.messageId)).attempts.map(({ state }) => state)).toEqual([
      'accepted',
      'accepted',
    ]);
  });

  it('one token that took the push is enough', async () => {
    const fact = permitted(someone(), { tokensOf: ['fcm', 'idem'] });
    const [dead] = fact.permission!.contactPoints;
    const details = [
      { '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: 'UNREGISTERED' },
    ];
    provider.play(dead!.address, {
      status: 404,
      body: { error: { code: 404, status: 'NOT_FOUND', message: 'gone', details } },
    });
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({
      outcome: 'accepted',
      attempts: 2,
      provider: 'idem',
    });
    expect((await world.story(fact.messageId)).attempts.map(({ state }) => state).sort()).toEqual([
      'accepted',
      'failed',
    ]);
  });

  it('an SMS goes to the first number only', async () => {
    const recipient = someone();
    const [one, two] = ['+46701110001', '+46701110002'].map((address, n) => ({
      id: `0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d2${n}`,
      channel: 'sms' as const,
      address,
    }));
    const fact = permitted(recipient, { contactPoints: [one!, two!] });
    await world.tell(decision(fact));
    await world.outcome(fact.messageId);
    expect([provider.callsTo(one!.address).length, provider.callsTo(two!.address).length]).toEqual([1, 0]);
  });

  it.each([
    ['plain', 'transactional'],
    ['urgent', 'critical'],
  ] as const)('a callback in the %s lane names its attempt, its run and that lane', async (lane, purpose) => {
    const fact = permitted(someone(), { purpose });
    await world.tell(decision(fact));
    await world.outcome(fact.messageId);
    const [sms] = provider.callsTo(numberOf(fact.recipient));
    const url = new URL(String(sms!.body['StatusCallback']));
    expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:8080\/webhooks\/twilio\?t=/);
    const { attempts } = await world.story(fact.messageId);
    expect(readCallback(url.searchParams.get('t')!, SECRET)).toMatchObject({
      recipient: fact.recipient,
      messageId: fact.messageId,
      attemptId: attempts[0]!.id,
      runId: fact.runId,
      lane,
      channel: 'sms',
    });
  });

  it('a push carries the token with which the app reports back', async () => {
    const fact = permitted(someone(), { tokensOf: ['fcm'] });
    await world.tell(decision(fact));
    await world.outcome(fact.messageId);
    const [push] = provider.callsTo(fact.permission!.contactPoints[0]!.address);
    const { data } = push!.body['message'] as { data: Record<string, string> };
    expect(data['hermod_message']).toBe(fact.messageId);
    expect(readCallback(data['hermod_token']!, SECRET)).toMatchObject({
      messageId: fact.messageId,
      channel: 'push',
    });
  });

  it.each([
    ['a template that is not there', { intent: { template: 'nowhere' } }, /^TEMPLATE_MISSING: .*nowhere/],
    [
      'a template of another channel',
      { intent: { template: 'shipped-push' } },
      /^TEMPLATE_OF_ANOTHER_CHANNEL: /,
    ],
    [
      'a variable that is missing',
      { intent: { context: { event: {}, vars: {} } } },
      /^TEMPLATE_RENDER_FAILED: .*event.data/,
    ],
    ['a channel that no provider serves', { channel: 'email' as const }, /^NO_PROVIDER: .*email/],
  ])('%s fails the message with that reason, and nothing is called', async (_, wanted, reason) => {
    const fact = permitted(someone(), wanted);
    await world.tell(decision(fact));
    const outcome = await world.outcome(fact.messageId);
    expect(outcome).toMatchObject({ outcome: 'failed', attempts: 0, reason: expect.stringMatching(reason) });
    expect(outcome.calledAt).toBeUndefined();
    expect(provider.callsTo(numberOf(fact.recipient))).toEqual([]);
  });

  it.each([
    ['refuses', 'failed', { status: 400, body: { code: 21211, message: 'no\u0000text' } }],
    ['accepts', 'accepted', { status: 201, body: { sid: 'SM\u00001' } }],
  ])(
    'a provider that %s with words that are no text is understood all the same',
    async (_, outcome, reaction) => {
      const fact = permitted(someone());
      provider.play(numberOf(fact.recipient), reaction);
      await world.tell(decision(fact));
      expect(await world.outcome(fact.messageId)).toMatchObject({ outcome });
    },
  );

  it("consent's own answer is its text, without a template or a run", async () => {
    const fact = permitted(someone(), {
      runId: null,
      intent: { template: 'nowhere' },
      permission: { text: 'You get no more texts.' },
    });
    await world.tell(decision(fact));
    expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', runId: null });
    expect(provider.callsTo(numberOf(fact.recipient))[0]!.body['Body']).toBe('You get no more texts.');
  });
});
