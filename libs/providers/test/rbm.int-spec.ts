/** What only RCS for Business does: asking what a phone can show, and taking a message back. */
import { describe, expect, it } from 'vitest';
import type { HandOver, Provider } from '@hermod/providers';
import { openRbm, RCS } from './dialects.ts';
import {
  brokenOff,
  html,
  json,
  openStandIn,
  reset,
  silence,
  type Behaviour,
  type StandIn,
} from './stand-in.ts';

const soon = (): AbortSignal => AbortSignal.timeout(5_000);
const accepts = json(200, { name: 'phones/x/agentMessages/y' });
const CARD: HandOver = { ...RCS, content: { channel: 'rcs', card: { title: 'Order 7' } } };

/** Answers what is asked of phones in one way, and messages in the other. */
const answers =
  (capabilities: Behaviour, messages: Behaviour): Behaviour =>
  (response, request) =>
    (request.path.includes('/capabilities') ? capabilities : messages)(response, request);
const notFound = json(404, {
  error: { code: 404, status: 'NOT_FOUND', message: '+46700000001 is not there' },
});
const methods = ({ arrived }: StandIn): string[] => arrived.map(({ method }) => method);

async function withRbm(behaviour: Behaviour, act: (rbm: Provider, standIn: StandIn) => Promise<void>) {
  await using standIn = await openStandIn();
  standIn.behave(behaviour);
  const rbm = openRbm(standIn.url, 10, true);
  await act(rbm, standIn);
  await rbm.close();
}

describe('a message by RCS for Business', () => {
  it('goes to the number by its agent, under the attempt’s id', async () => {
    await withRbm(answers(json(200, { features: [] }), accepts), async (rbm, { arrived }) => {
      await rbm.handOver({ ...RCS, ttlMs: 90_000, purpose: 'critical' }, soon());
      const [asked, sent] = arrived;
      expect(asked).toMatchObject({
        method: 'GET',
        path: expect.stringMatching(
          /^\/v1\/phones\/\+46700000001\/capabilities\?requestId=[0-9a-f-]{36}&agentId=hermod_demo_agent$/,
        ),
      });
      expect(sent).toMatchObject({
        method: 'POST',
        path: `/v1/phones/+46700000001/agentMessages?messageId=${RCS.attemptId}&agentId=hermod_demo_agent`,
        headers: { authorization: 'Bearer simulator', 'content-type': 'application/json' },
      });
      expect(JSON.parse(sent!.body)).toEqual({
        contentMessage: { text: 'Hej Ada & co: order 7 är på väg' },
        messageTrafficType: 'AUTHENTICATION',
        ttl: '90s',
      });
    });
  });

  it('asks once for what a phone can show', async () => {
    await withRbm(
      answers(json(200, { features: ['RICHCARD_STANDALONE'] }), accepts),
      async (rbm, standIn) => {
        expect(await rbm.handOver(CARD, soon())).toMatchObject({ outcome: 'accepted' });
        expect(await rbm.handOver(RCS, soon())).toMatchObject({ outcome: 'accepted' });
        expect(methods(standIn)).toEqual(['GET', 'POST', 'POST']);
        expect(await rbm.handOver({ ...RCS, to: '+46700000002' }, soon())).toMatchObject({
          outcome: 'accepted',
        });
        expect(methods(standIn).slice(3)).toEqual(['GET', 'POST']);
      },
    );
  });

  it('is not sent to a phone without RCS, or without what it needs', async () => {
    await withRbm(answers(notFound, accepts), async (rbm, standIn) => {
      const refusal = { outcome: 'refused', code: 'PROVIDER_CHANNEL_UNSUPPORTED' };
      expect(await rbm.handOver(RCS, soon())).toEqual({
        ...refusal,
        reason: 'no RCS: NOT_FOUND … is not there',
      });
      expect(await rbm.handOver(RCS, soon())).toMatchObject(refusal);
      expect(methods(standIn)).toEqual(['GET']);
    });
    await withRbm(answers(json(200, { features: [] }), accepts), async (rbm, standIn) => {
      expect(await rbm.handOver(CARD, soon())).toEqual({
        outcome: 'refused',
        code: 'PROVIDER_CHANNEL_UNSUPPORTED',
        reason: 'the phone does not support RICHCARD_STANDALONE',
      });
      expect(methods(standIn)).toEqual(['GET']);
    });
  });

  it('asks again when the message found out otherwise', async () => {
    await withRbm(answers(json(200, { features: [] }), notFound), async (rbm, standIn) => {
      for (let n = 0; n < 2; n += 1)
        expect(await rbm.handOver(RCS, soon())).toMatchObject({ code: 'PROVIDER_CHANNEL_UNSUPPORTED' });
      expect(methods(standIn)).toEqual(['GET', 'POST', 'GET', 'POST']);
    });
  });

  it('is sent when nobody knows what the phone can show', async () => {
    for (const failure of [json(500, {}), json(400, {}), html(404), brokenOff(200), reset]) {
      await withRbm(answers(failure, accepts), async (rbm) => {
        expect(await rbm.handOver(RCS, soon())).toMatchObject({ outcome: 'accepted' });
      });
    }
  });

  it('waits when asking is too much already, and was not sent when the deadline passed over it', async () => {
    await withRbm(answers(json(429, {}, { 'retry-after': '2' }), accepts), async (rbm, standIn) => {
      expect(await rbm.handOver(RCS, soon())).toMatchObject({
        code: 'PROVIDER_THROTTLED',
        retryAfterMs: 2000,
      });
      expect(methods(standIn)).toEqual(['GET']);
    });
    await withRbm(answers(silence, accepts), async (rbm, standIn) => {
      expect(await rbm.handOver(RCS, AbortSignal.timeout(100))).toMatchObject({ outcome: 'retry' });
      expect(methods(standIn)).toEqual(['GET']);
    });
  });

  it('is accepted when the platform had it already', async () => {
    const already = json(409, { error: { code: 409, status: 'ALREADY_EXISTS', message: 'x' } });
    await withRbm(answers(json(200, { features: [] }), already), async (rbm) => {
      expect(await rbm.handOver(RCS, soon())).toMatchObject({ outcome: 'accepted' });
    });
  });

  it('is refused when it is no RCS', async () => {
    const rbm = openRbm('http://127.0.0.1:1');
    const sms: HandOver = { ...RCS, channel: 'sms', content: { channel: 'sms', text: 'x' } };
    expect(await rbm.handOver(sms, soon())).toMatchObject({ code: 'PROVIDER_CHANNEL_UNSUPPORTED' });
    await rbm.close();
  });
});

describe('taking a message back', () => {
  it.each([
    ['taken-back', json(200, {})],
    ['too-late', notFound],
    ['unknown', html(404)],
    ['unknown', json(403, {})],
    ['unknown', json(500, {})],
    ['unknown', reset],
  ] as const)('is %s', async (expected, behaviour) => {
    await withRbm(behaviour, async (rbm, { arrived }) => {
      expect(await rbm.takeBack!({ ...RCS, sender: 'other_agent' }, soon())).toBe(expected);
      expect(arrived[0]).toMatchObject({
        method: 'DELETE',
        path: `/v1/phones/+46700000001/agentMessages/${RCS.attemptId}?agentId=other_agent`,
      });
    });
  });
});
