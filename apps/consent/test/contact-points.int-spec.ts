import { randomUUID } from 'node:crypto';
import type { InboundReceived, MessageAttempted } from '@hermod/contracts';
import { eventually, type RecordToProduce } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashOf } from './texts.ts';
import { openWorld, record, requestFor, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(2);
});
afterAll(() => world.close());

interface Point {
  readonly id: string;
  readonly channel: string;
  readonly address: string;
  readonly state: string;
}

async function pointsOf(recipient: string): Promise<readonly Point[]> {
  return (await world.call('GET', `/v1/recipients/${recipient}`)).body['contactPoints'] as Point[];
}

/** What receipts tells of a person's address. */
function told(
  recipient: string,
  address: string,
  report: Pick<InboundReceived, 'kind' | 'channel'> & Partial<InboundReceived>,
): RecordToProduce {
  return record('inboundReceived', recipient, {
    address,
    addressHash: hashOf(world, address),
    recipient,
    provider: 'smtp',
    reason: '5.1.1 no such mailbox',
    at: new Date().toISOString(),
    ...report,
  });
}

/** What delivery tells of a message. */
function attempted(recipient: string, more: Partial<MessageAttempted>): RecordToProduce {
  const at = new Date().toISOString();
  const fact = { outcome: 'failed', attempts: 1, answersWithdrawal: false, calledAt: at, at } as const;
  const message = { messageId: randomUUID(), request: 0, runId: randomUUID(), recipient } as const;
  return record('messageAttempted', recipient, {
    ...message,
    channel: 'sms',
    purpose: 'transactional',
    ...fact,
    ...more,
  });
}

async function ruleFor(
  recipient: string,
  channel: 'sms' | 'mms' | 'rcs' | 'email' | 'push',
  purpose: 'transactional' | 'marketing' = 'transactional',
): Promise<string> {
  const request = requestFor(recipient, { channel, purpose });
  await world.tell(record('messageRequested', recipient, request));
  return (await world.decided(request.messageId)).why.rule;
}

const stateOf = (recipient: string, channel: string, state: string): Promise<void> =>
  eventually(async () => {
    const point = (await pointsOf(recipient)).find((one) => one.channel === channel);
    expect(point).toMatchObject({ state });
  });

/** Resolves when everything that was told of a person before this has been read. */
async function allRead(recipient: string): Promise<void> {
  const token = (await pointsOf(recipient)).find(({ channel }) => channel === 'push')!;
  await world.tell(told(recipient, token.address, { kind: 'dead-token', channel: 'push' }));
  await stateOf(recipient, 'push', 'dead');
}

const mailboxOf = (number: string): string => `${number.slice(1)}@sim.test`;

describe('a contact point', () => {
  test('whose mail came back for good gets no mail, says why without the address, and other channels go on', async () => {
    const number = await world.person('hard');
    await world.consent('hard');
    await world.tell(told('hard', mailboxOf(number), { kind: 'bounce', channel: 'email', hard: true }));
    await stateOf('hard', 'email', 'dead');
    const request = requestFor('hard', { channel: 'email' });
    await world.tell(record('messageRequested', 'hard', request));
    const { why } = await world.decided(request.messageId);
    expect(why).toMatchObject({ rule: 'contact-point-dead', values: { reason: '5.1.1 no such mailbox' } });
    expect(JSON.stringify(why)).not.toContain('@');
    expect(await ruleFor('hard', 'sms')).toBe('consent-given');
    expect(await ruleFor('hard', 'push')).toBe('push-token-registered');
    const question = { recipient: 'hard', channel: 'email', purpose: 'transactional' };
    expect((await world.call('POST', '/v1/decisions/preview', question)).body).toMatchObject({
      decision: 'refused',
      rule: 'contact-point-dead',
    });
  });

  test('that could not take a mail five times in thirty days gets none; a repeat is none, and mail from there begins anew', async () => {
    const mailboxes = await Promise.all(
      ['soft', 'alive'].map(async (id) => mailboxOf(await world.person(id))),
    );
    const since = Date.now();
    // Takes longer than the instants below are apart: none of them is in the future when it is read.
    await world.consent('soft');
    const bounces = (recipient: string, ...afterMs: readonly number[]): RecordToProduce[] =>
      afterMs.map((ms) =>
        told(recipient, mailboxes[recipient === 'soft' ? 0 : 1]!, {
          kind: 'bounce',
          channel: 'email',
          hard: false,
          reason: '4.2.2 mailbox full',
          at: new Date(since + ms).toISOString(),
        }),
      );
    const letter = told('alive', mailboxes[1]!, {
      kind: 'text',
      channel: 'email',
      meaning: 'answer',
      text: 'Hello',
      at: new Date(since + 4).toISOString(),
    });
    await world.tell(
      ...bounces('soft', 3, 0, 2, 1, 3),
      ...bounces('alive', 0, 1, 2, 3),
      letter,
      ...bounces('alive', 5),
    );
    for (const id of ['soft', 'alive']) {
      await allRead(id);
      expect(await ruleFor(id, 'email')).toBe('no-consent-needed');
    }
    await world.tell(...bounces('soft', 4));
    await stateOf('soft', 'email', 'unusable');
    expect(await ruleFor('soft', 'email')).toBe('contact-point-unusable');
  });

  test('that is a landline takes neither SMS nor MMS, and mail and push go on', async () => {
    await world.person('line');
    await world.consent('line');
    const number = (await pointsOf('line')).find(({ channel }) => channel === 'sms')!;
    const trouble = { contactPoint: number.id, trouble: 'unusable' as const, reason: '30006 landline' };
    await world.tell(attempted('line', { troubles: [trouble] }));
    await stateOf('line', 'sms', 'unusable');
    expect(await pointsOf('line')).toContainEqual(
      expect.objectContaining({ usable: false, reason: '30006 landline', unreached: ['mms', 'sms'] }),
    );
    expect(await ruleFor('line', 'sms')).toBe('contact-point-unusable');
    expect(await ruleFor('line', 'mms')).toBe('contact-point-unusable');
    expect(await ruleFor('line', 'email')).toBe('no-consent-needed');
    expect(await ruleFor('line', 'push')).toBe('push-token-registered');
  });

  test('that can not take RCS is asked again at the next message: people change their phones', async () => {
    await world.person('rcs');
    await world.consent('rcs');
    const number = (await pointsOf('rcs')).find(({ channel }) => channel === 'sms')!;
    const trouble = { contactPoint: number.id, trouble: 'unusable' as const, reason: 'not capable' };
    const token = (await pointsOf('rcs')).find(({ channel }) => channel === 'push')!;
    const gone = { contactPoint: token.id, trouble: 'dead' as const, reason: 'seen along with it' };
    await world.tell(attempted('rcs', { channel: 'rcs', troubles: [trouble, gone] }));
    await stateOf('rcs', 'push', 'dead');
    expect(await ruleFor('rcs', 'rcs')).toBe('consent-given');
    expect(await ruleFor('rcs', 'sms')).toBe('consent-given');
  });

  test('works again when somebody restores it, until a later report, and after another address was stored', async () => {
    const number = await world.person('heal');
    const at = new Date().toISOString();
    const early = told('heal', mailboxOf(number), { kind: 'bounce', channel: 'email', hard: true, at });
    await world.tell(early);
    await stateOf('heal', 'email', 'dead');
    const { id } = (await pointsOf('heal')).find(({ channel }) => channel === 'email')!;
    const path = `/v1/recipients/heal/contact-points/${id}/restore`;
    const restored = await world.call('POST', path, { reason: 'they called us' });
    expect(restored).toMatchObject({ status: 200, body: { id: 'heal' } });
    await world.tell(told('heal', mailboxOf(number), { kind: 'bounce', channel: 'email', hard: true, at }));
    await allRead('heal');
    expect(await ruleFor('heal', 'email')).toBe('no-consent-needed');
    await world.tell(told('heal', mailboxOf(number), { kind: 'bounce', channel: 'email', hard: true }));
    await stateOf('heal', 'email', 'dead');
    const moved = { contactPoints: [{ channel: 'email', address: 'heal@sim.test' }] };
    expect((await world.call('PUT', '/v1/recipients/heal', moved)).body).toMatchObject({
      contactPoints: [{ state: 'usable', usable: true }],
    });
    expect(await ruleFor('heal', 'email')).toBe('no-consent-needed');
  });

  test('is restored by an id of that recipient, with a reason', async () => {
    await world.person('none');
    const path = `/v1/recipients/none/contact-points/${randomUUID()}/restore`;
    expect(await world.call('POST', path, { reason: 'x' })).toMatchObject({
      status: 404,
      body: { code: 'CONTACT_POINT_NOT_FOUND' },
    });
    expect(await world.call('POST', path, {})).toMatchObject({ status: 400, body: { field: 'reason' } });
  });
});

test('a complaint withdraws marketing by mail for everyone at that address, with an entry in their ledgers', async () => {
  const number = await world.person('spam-1');
  const address = mailboxOf(number);
  await world.call('PUT', '/v1/recipients/spam-2', { contactPoints: [{ channel: 'email', address }] });
  for (const id of ['spam-1', 'spam-2'])
    await world.consent(id, {
      channel: 'email',
      purpose: 'marketing',
      topic: 'offers',
      contactPoint: address,
    });
  const report = {
    kind: 'complaint',
    channel: 'email',
    reason: 'complaint: abuse',
    providerMessageId: 'c1',
  } as const;
  const complaint = told('spam-1', address, report);
  await world.tell(complaint, complaint);
  for (const id of ['spam-1', 'spam-2']) {
    await eventually(async () => expect(await ruleFor(id, 'email', 'marketing')).toBe('consent-withdrawn'));
    const { body } = await world.call('GET', `/v1/recipients/${id}/consents`);
    const byComplaint = (body['consents'] as { method: string }[]).filter(
      ({ method }) => method === 'complaint',
    );
    expect(byComplaint).toMatchObject([{ channel: 'email', purpose: 'marketing', state: 'withdrawn' }]);
  }
  expect(await ruleFor('spam-1', 'email')).toBe('no-consent-needed');
});
