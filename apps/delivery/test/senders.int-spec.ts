import { randomUUID } from 'node:crypto';
import type { ContactPoint } from '@hermod/contracts';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decision, numberOf, permitted, smsPoint, someone, type Wanted, withdrawal } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const TEMPLATES = {
  'shipped-mms': { text: 'Look', media: [{ url: 'https://media.example.com/a.png' }] },
  'shipped-rcs': { text: 'On its way' },
  'shipped-email': { subject: 'On its way', text: 'Order {{ event.data.orderId }}' },
};

let provider: ScriptedProvider;
let world: World;
beforeAll(async () => {
  provider = await openScriptedProvider();
  const common = { baseUrl: provider.url, timeoutMs: 1_000 };
  world = await openWorld({
    providers: [
      ...accountsAt(provider.url).map((account) => ({ ...account, countries: ['SE', 'DK'] })),
      { id: 'sim', type: 'sim', ...common, channels: ['email'] },
      { id: 'mms-us', type: 'sim', ...common, channels: ['mms'], countries: ['US'] },
      rbm('rbm', common),
      rbm('rbm-2', common),
    ],
    senders: [{ id: 'in-file', provider: 'rbm', channels: ['rcs'], address: 'file_agent' }],
  });
  for (const [name, content] of Object.entries(TEMPLATES))
    await world.call('PUT', `/v1/templates/${name}`, { channel: name.replace('shipped-', ''), content });
});
afterAll(async () => {
  await world.close();
  await provider.close();
});

const rbm = (id: string, common: object): object => ({
  id,
  type: 'rbm',
  ...common,
  agentId: 'own_agent',
  clientToken: 'token',
  auth: { type: 'token', token: 'token' },
  checksCapabilities: false,
});
const sender = (more: object = {}): object => ({
  provider: 'twilio',
  channels: ['sms'],
  address: '+46700000000',
  ...more,
});
const mailbox = (recipient: string): ContactPoint => ({
  ...smsPoint(recipient, `${recipient}@example.com`),
  channel: 'email',
});

async function send(wanted: Wanted, recipient = someone()) {
  const fact = permitted(recipient, wanted);
  await world.tell(decision(fact));
  const told = await world.outcome(fact.messageId);
  return { fact, told };
}

describe('a sender over HTTP', () => {
  it('is saved, listed, replaced and deleted', async () => {
    const path = `/v1/senders/${randomUUID()}`;
    const first = await world.call('PUT', path, sender({ countries: ['NO'] }));
    expect(first).toMatchObject({ status: 201, body: { canReceive: true, source: 'api', isDefault: false } });
    const name = sender({ address: 'Example', countries: ['NO'], brandName: 'Example AB' });
    const second = await world.call('PUT', path, name);
    expect(second).toMatchObject({ status: 200, body: { canReceive: false, brandName: 'Example AB' } });
    expect((await world.call('GET', path)).body).toEqual(second.body);
    const { body } = await world.call('GET', '/v1/senders');
    expect(body['senders']).toContainEqual(second.body);
    expect(body['senders']).toContainEqual(expect.objectContaining({ id: 'in-file', source: 'file' }));
    expect((await world.call('DELETE', path)).status).toBe(204);
    expect(await world.call('GET', path)).toMatchObject({ status: 404, body: { code: 'SENDER_NOT_FOUND' } });
    expect((await world.call('DELETE', path)).status).toBe(404);
  });

  it.each([
    ['of the file', 'in-file', sender({ provider: 'rbm', channels: ['rcs'], address: 'a_b' }), 409, 'id'],
    ['of a provider that is none', 'x', sender({ provider: 'nobody' }), 400, 'provider'],
    ['of a channel that its provider lacks', 'x', sender({ provider: 'sim' }), 400, 'channels[0]'],
    ['with a name in the US', 'x', sender({ address: 'Example', countries: ['US'] }), 400, 'countries[0]'],
  ])('%s is refused', async (_, id, body, status, field) => {
    const answer = await world.call('PUT', `/v1/senders/${id}`, body);
    expect(answer).toMatchObject({ status, body: { field, fix: expect.any(String) } });
  });

  it('of the file is not deleted', async () => {
    expect(await world.call('DELETE', '/v1/senders/in-file')).toMatchObject({
      status: 409,
      body: { code: 'SENDER_IN_FILE_CONFLICT' },
    });
  });
});

describe('what is handed over', () => {
  it('comes from the sender of the country, and fact 5 and the story tell which', async () => {
    await world.call('PUT', '/v1/senders/sweden', sender({ address: 'Sverige', countries: ['SE'] }));
    await world.call('PUT', '/v1/senders/anywhere', sender({ address: '+46766861004' }));
    const [swedish, danish] = [someone(), someone()];
    const point = smsPoint(danish, '+4520123456');
    const sent = [await send({}, swedish), await send({ contactPoints: [point] }, danish)];
    expect(sent.map(({ told }) => told.sender)).toEqual(['Sverige', '+46766861004']);
    expect(provider.callsTo(numberOf(swedish))[0]?.body['From']).toBe('Sverige');
    expect(provider.callsTo('+4520123456').at(-1)?.body['From']).toBe('+46766861004');
    const story = await world.story(sent[0]!.fact.messageId);
    expect(story.attempts).toMatchObject([{ sender: 'Sverige', trouble: null, takeBack: null }]);
    const replies = [{ id: 'yes', text: 'Yes' }];
    const { told } = await send({ intent: { replies } });
    expect(told.sender, 'one that can receive answers').toBe('+46766861004');
  });

  it('on MMS outside its countries fails at once and names the country', async () => {
    const recipient = someone();
    const point = smsPoint(recipient, '+4915112345678');
    const { told } = await send({ channel: 'mms', contactPoints: [point] }, recipient);
    expect(told).toMatchObject({ outcome: 'failed', attempts: 0 });
    expect(told.reason).toMatch(/^NO_PROVIDER: no provider serves mms in DE/);
    expect(provider.callsTo(point.address)).toEqual([]);
  });

  it('on MMS goes to the number by which texts come', async () => {
    const recipient = someone();
    const point = smsPoint(recipient, '+12015550123');
    const { told } = await send({ channel: 'mms', contactPoints: [point] }, recipient);
    expect(told).toMatchObject({ outcome: 'accepted', provider: 'mms-us' });
  });

  it('by email goes to the address and carries the way out, but for what is critical', async () => {
    const outOf = async (purpose: 'marketing' | 'critical'): Promise<unknown> => {
      const recipient = someone();
      const point = mailbox(recipient);
      const { told } = await send({ channel: 'email', purpose, contactPoints: [point] }, recipient);
      expect(told).toMatchObject({ outcome: 'accepted', provider: 'sim' });
      return provider.callsTo(point.address)[0]?.body['unsubscribeUrl'];
    };
    expect(await outOf('marketing')).toMatch(/^http.*\/u\/[\w.-]+$/);
    expect(await outOf('critical')).toBeUndefined();
  });
});

describe('RCS', () => {
  it('comes from the agent of the file, and its reports are matched by the attempt', async () => {
    const { fact, told } = await send({ channel: 'rcs' });
    const { attempts } = await world.story(fact.messageId);
    expect(told).toMatchObject({
      outcome: 'accepted',
      provider: 'rbm',
      sender: 'file_agent',
      matched: 'reference',
      references: [{ attemptId: attempts[0]!.id, provider: 'rbm', reference: attempts[0]!.id }],
    });
  });

  it('that one agent can not send is sent by the next, and nobody is blamed', async () => {
    const recipient = someone();
    provider.play(numberOf(recipient), notReachable);
    const { fact, told } = await send({ channel: 'rcs' }, recipient);
    expect(told).toMatchObject({ outcome: 'accepted', provider: 'rbm-2', attempts: 2 });
    expect(told.troubles).toBeUndefined();
    const { attempts } = await world.story(fact.messageId);
    expect(attempts.map(({ state, provider: by }) => [state, by])).toEqual([
      ['failed', 'rbm'],
      ['accepted', 'rbm-2'],
    ]);
  });

  it('that nobody can send fails with the reason and never becomes another channel', async () => {
    const recipient = someone();
    provider.play(numberOf(recipient), notReachable, notReachable);
    const { told } = await send({ channel: 'rcs' }, recipient);
    expect(told).toMatchObject({ outcome: 'failed', attempts: 2 });
    expect(told.reason).toMatch(/^PROVIDER_CHANNEL_UNSUPPORTED/);
    expect(provider.callsTo(numberOf(recipient))).toHaveLength(2);
  });

  it('that was accepted and is not wanted any more is taken back, once', async () => {
    const { fact } = await send({ channel: 'rcs' });
    await world.tell(withdrawal(fact, 'unread'), withdrawal(fact, 'unread'));
    const [, answer] = await world.outcomes(fact.messageId, 2);
    expect(answer).toMatchObject({ outcome: 'accepted', answersWithdrawal: true });
    await eventually(async () => {
      const { body } = await world.call('GET', `/v1/messages/${fact.messageId}`);
      expect(body).toMatchObject({
        status: 'accepted',
        takenBack: expect.any(String),
        attempts: [{ state: 'accepted', takeBack: 'taken-back' }],
      });
    });
    const methods = provider.callsTo(numberOf(fact.recipient)).map(({ method }) => method);
    expect(methods).toEqual(['POST', 'DELETE']);
  });

  it('that is withdrawn while its call is under way is taken back when it was accepted; too late is told', async () => {
    const recipient = someone();
    const fact = permitted(recipient, { channel: 'rcs' });
    const gone = { status: 404, body: { error: { status: 'NOT_FOUND' } } };
    provider.play(numberOf(recipient), { status: 200, body: { name: 'phones/x' } }, gone);
    const held = provider.hold();
    await world.tell(decision(fact));
    await eventually(() => expect(provider.callsTo(numberOf(recipient))).toHaveLength(1));
    await world.tell(withdrawal(fact));
    await eventually(async () => {
      const { body } = await world.call('GET', `/v1/messages/${fact.messageId}`);
      expect(body['withdrawn']).toBe(true);
    });
    held.release();
    expect(await world.outcome(fact.messageId)).toMatchObject({
      outcome: 'accepted',
      answersWithdrawal: true,
    });
    await eventually(async () => {
      const { body } = await world.call('GET', `/v1/messages/${fact.messageId}`);
      expect(body).toMatchObject({ attempts: [{ takeBack: 'too-late' }] });
      expect(body['takenBack']).toBeUndefined();
    });
  });
});

const notReachable = {
  status: 404,
  body: { error: { status: 'NOT_FOUND', message: 'the phone can not be reached' } },
};
