import { randomUUID } from 'node:crypto';
import type { ConsentChanged, MessageDecided } from '@hermod/contracts';
import { deriveId } from '@hermod/contracts';
import type { TappedRecord } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOf, type Text, textFrom } from './texts.ts';
import { numberOf, openWorld, record, requestFor, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(2);
});
afterAll(() => world.close());

type Reply = MessageDecided & { readonly permission: NonNullable<MessageDecided['permission']> };

const repliesTo = (key: string): Reply[] =>
  world.published.records
    .filter(({ value }) => isReplyTo(key)({ value } as TappedRecord))
    .map(({ value }) => value as Reply);
const isReplyTo =
  (key: string) =>
  ({ value }: TappedRecord): boolean =>
    (value as MessageDecided).recipient === key && (value as MessageDecided).reply !== undefined;

async function reply(key: string, count = 1): Promise<Reply> {
  const records = await world.published.until(count, isReplyTo(key));
  expect(records).toHaveLength(count);
  return records.at(-1)!.value as Reply;
}

const isChange =
  (recipient: string, state: ConsentChanged['state']) =>
  ({ topic, value }: TappedRecord): boolean =>
    topic.startsWith('hermod.consent-changed') &&
    (value as ConsentChanged).recipient === recipient &&
    (value as ConsentChanged).state === state;

/** Writes texts from the number of somebody, and waits until what comes after them has been decided. */
async function writes(id: string, ...texts: readonly Text[]): Promise<void> {
  for (const text of texts) {
    const { forHolders, forNumber } = textFrom(world, numberOf(id), [id], text);
    await world.tell(...forHolders, ...(String(text.meaning).startsWith('opt-') ? [forNumber] : []));
  }
  await ruleFor(id);
}

async function ruleFor(recipient: string, intent: Parameters<typeof requestFor>[1] = {}): Promise<string> {
  const request = requestFor(recipient, intent);
  await world.tell(record('messageRequested', recipient, request));
  return (await world.decided(request.messageId)).why.rule;
}

async function somebody(name: string): Promise<string> {
  const id = `${name}-${randomUUID().slice(0, 8)}`;
  await world.person(id);
  await world.consent(id, { at: new Date(Date.now() - 120_000).toISOString() });
  return id;
}

async function consentsOf(id: string): Promise<Record<string, unknown>[]> {
  const { body } = await world.call('GET', `/v1/recipients/${id}/consents`);
  return body['consents'] as Record<string, unknown>[];
}

const ago = (ms: number): Date => new Date(Date.now() - ms);

test('a STOP is confirmed once, within five minutes, in the language of the number', async () => {
  const id = await somebody('stop');
  const at = ago(2_000);
  await writes(id, { meaning: 'opt-out', at }, { meaning: 'opt-out' });
  const confirmation = await reply(id);
  expect(confirmation).toMatchObject({
    runId: null,
    decision: 'permitted',
    purpose: 'transactional',
    channel: 'sms',
    messageId: deriveId('reply', confirmation.reply!),
    why: { rule: 'answer-to-stop', values: { language: 'sv' }, ledger: confirmation.reply },
    permission: {
      text: expect.stringMatching(/^Hermod: Du är avanmäld/),
      answersText: true,
      contactPoints: [{ channel: 'sms', address: numberOf(id) }],
      intent: { journey: 'consent', expiresAt: new Date(at.getTime() + 300_000).toISOString() },
    },
  });
  expect((await consentsOf(id)).map((entry) => entry['id'])).toContain(confirmation.reply);
  expect(await ruleFor(id)).toBe('suppressed');
});

test('a STOP that comes late, or that the provider has answered, is obeyed and not confirmed', async () => {
  const [late, answered] = [await somebody('late'), await somebody('answered')];
  await writes(late, { meaning: 'opt-out', at: ago(301_000) });
  await writes(answered, { meaning: 'opt-out', answeredByProvider: true });
  for (const id of [late, answered]) {
    expect(await ruleFor(id)).toBe('suppressed');
    expect(repliesTo(id)).toEqual([]);
  }
});

test('HELP is answered to everyone, also to the suppressed and the unknown, once a minute', async () => {
  const id = await somebody('help');
  await writes(
    id,
    { meaning: 'opt-out', answeredByProvider: true },
    { meaning: 'help', words: 'HELP' },
    { meaning: 'help', words: 'help!' },
  );
  expect(await reply(id)).toMatchObject({ why: { rule: 'answer-to-help' } });

  const number = numberOf(`nobody-${id}`);
  const { forNumber } = textFrom(world, number, [], { meaning: 'help', words: 'aide' });
  await world.tell(forNumber);
  const toStranger = await reply(hashOf(world, number));
  expect(toStranger).toMatchObject({
    why: { values: { language: 'fr' } },
    permission: { contactPoints: [{ address: number }] },
  });
});

test('a START is confirmed when it lifts something, and lifts nothing when it is replayed', async () => {
  const id = await somebody('start');
  await writes(id, { meaning: 'opt-in', words: 'start', at: ago(90_000) });
  expect(repliesTo(id)).toEqual([]);
  await writes(
    id,
    { meaning: 'opt-out', at: ago(60_000) },
    { meaning: 'opt-in', at: ago(50_000), messageId: 'SM-start' },
  );
  expect(await reply(id, 2)).toMatchObject({ why: { rule: 'answer-to-start' } });
  await writes(id, { meaning: 'opt-out', at: ago(1_000), answeredByProvider: true });
  await writes(id, { meaning: 'opt-in', messageId: 'SM-start' });
  expect(await ruleFor(id)).toBe('suppressed');
  expect(repliesTo(id)).toHaveLength(2);
});

test('a text that may ask for an end holds marketing until somebody has read it', async () => {
  const offers = { purpose: 'marketing', topic: 'offers' } as const;
  const [goes, stays] = [await somebody('goes'), await somebody('stays')];
  const reviewOf = async (id: string): Promise<Record<string, unknown> | undefined> => {
    const { body } = await world.call('GET', `/v1/reviews?recipient=${id}`);
    return (body['reviews'] as Record<string, unknown>[])[0];
  };
  const settle = (review: unknown, verdict: string) =>
    world.call('POST', `/v1/reviews/${String(review)}/settle`, { verdict, reason: 'read it' });
  for (const id of [goes, stays]) {
    await world.consent(id, offers);
    expect(await ruleFor(id, offers)).toBe('consent-given');
    await writes(id, { meaning: 'objection', words: 'please stop texting me', at: ago(30_000) });
    await world.published.until(2, isChange(id, 'withdrawn'));
    expect(await ruleFor(id, offers)).toBe('opt-out-under-review');
    expect(await ruleFor(id)).toBe('consent-given');
    expect((await consentsOf(id))[0]).toMatchObject({ state: 'objected', method: 'sms' });
    expect(repliesTo(id)).toEqual([]);
  }
  const [going, staying] = [await reviewOf(goes), await reviewOf(stays)];
  expect(staying).toMatchObject({
    recipients: [stays],
    text: 'please stop texting me',
    phrase: 'please stop',
    status: 'open',
  });
  expect((await settle(staying!['id'], 'no-opt-out')).body).toMatchObject({
    status: 'no-opt-out',
    settledBy: 'test-key',
    reason: 'read it',
  });
  expect(await ruleFor(stays, offers)).toBe('consent-given');
  expect(await reviewOf(stays)).toBeUndefined();

  for (const times of [1, 2])
    expect((await settle(going!['id'], 'opt-out')).status, `${times} times`).toBe(200);
  expect((await settle(going!['id'], 'no-opt-out')).status).toBe(409);
  await world.published.until(2, isChange(goes, 'suppressed'));
  expect(await ruleFor(goes)).toBe('suppressed');
  expect((await consentsOf(goes))[0]).toMatchObject({
    state: 'withdrawn',
    method: 'review',
    reason: 'read it',
  });
  expect((await settle(randomUUID(), 'opt-out')).status).toBe(404);
  const { body: first } = await world.call('GET', '/v1/reviews?status=settled&limit=1');
  const { body: second } = await world.call(
    'GET',
    `/v1/reviews?status=settled&next=${String(first['next'])}`,
  );
  const settled = [first, second].flatMap((page) => page['reviews'] as { recipients: string[] }[]);
  expect(settled.map(({ recipients }) => recipients)).toEqual([[goes], [stays]]);
});

test('the words of whoever is erased are gone from the review, and the hold stays', async () => {
  const id = await somebody('erased');
  await writes(id, { meaning: 'objection', words: 'please stop, says Kim' });
  const open = async (): Promise<Record<string, unknown>[]> => {
    const { body } = await world.call('GET', '/v1/reviews?limit=100');
    return body['reviews'] as Record<string, unknown>[];
  };
  const review = (await open()).find(({ text }) => text === 'please stop, says Kim')!;
  expect((await world.call('DELETE', `/v1/recipients/${id}`)).status).toBe(202);
  const after = (await open()).find((one) => one['id'] === review['id']);
  expect(after).toMatchObject({ recipients: [], phrase: 'please stop', status: 'open' });
  expect(after).not.toHaveProperty('text');
});

test('a double opt-in asks once, and holds from the YES on', async () => {
  const id = await somebody('double');
  const offers = { purpose: 'marketing', topic: 'offers' } as const;
  const pending = { ...offers, doubleOptIn: true, language: 'en' };
  const key = { 'idempotency-key': 'form-1' };
  const body = { channel: 'sms', state: 'given', method: 'form', ...pending };
  for (const times of [1, 2])
    expect(
      (await world.call('POST', `/v1/recipients/${id}/consents`, body, key)).status,
      `${times} times`,
    ).toBe(201);
  const question = await reply(id);
  expect(question).toMatchObject({ why: { rule: 'double-opt-in-question' }, runId: null });
  expect(question.permission.answersText).toBeUndefined();
  expect(question.permission.text).toMatch(/YES.*offers/);
  expect(await ruleFor(id, offers)).toBe('double-opt-in-pending');

  await writes(id, { meaning: 'opt-in', words: 'start' });
  expect(await ruleFor(id, offers)).toBe('double-opt-in-pending');
  await writes(id, { meaning: 'confirmation', words: 'Yes!', messageId: 'SM-yes' });
  expect(await reply(id, 2)).toMatchObject({ why: { rule: 'double-opt-in-confirmed' } });
  expect(await ruleFor(id, offers)).toBe('consent-given');
  expect((await consentsOf(id))[0]).toMatchObject({
    state: 'given',
    method: 'double-opt-in',
    wording: question.permission.text,
    source: { reference: question.reply },
    ...offers,
  });
  await writes(id, { meaning: 'confirmation', words: 'yes', messageId: 'SM-yes' });
  expect((await consentsOf(id)).filter(({ method }) => method === 'double-opt-in')).toHaveLength(1);

  const other = { ...body, topic: 'news' };
  await world.call('POST', `/v1/recipients/${id}/consents`, other);
  await reply(id, 3);
  await writes(id, { meaning: 'confirmation', words: 'yes', messageId: 'SM-yes' });
  expect(await ruleFor(id, { ...offers, topic: 'news' })).toBe('double-opt-in-pending');
});

test('a YES after a STOP confirms nothing, and without a question it is an answer', async () => {
  const id = await somebody('doubt');
  const offers = { purpose: 'marketing', topic: 'offers' } as const;
  await writes(id, { meaning: 'confirmation', words: 'yes' });
  expect(await consentsOf(id)).toHaveLength(1);
  await world.consent(id, { ...offers, doubleOptIn: true });
  await writes(
    id,
    { meaning: 'opt-out', answeredByProvider: true },
    { meaning: 'opt-in', answeredByProvider: true },
    { meaning: 'confirmation', words: 'yes' },
  );
  expect(await ruleFor(id, offers)).toBe('double-opt-in-pending');
  expect(repliesTo(id).map(({ why }) => why.rule)).toEqual(['double-opt-in-question']);
});

test('an opt-out that only the provider knew suppresses the number, and nobody is answered', async () => {
  const id = await somebody('at-twilio');
  const { body } = await world.call('GET', `/v1/recipients/${id}`);
  const points = body['contactPoints'] as { id: string; channel: string }[];
  const attempted = record('messageAttempted', id, {
    messageId: randomUUID(),
    request: 0,
    runId: randomUUID(),
    recipient: id,
    channel: 'sms',
    purpose: 'transactional',
    outcome: 'failed',
    reason: 'PROVIDER_REFUSED: 21610',
    provider: 'twilio',
    optedOut: points.find(({ channel }) => channel === 'sms')!.id,
    attempts: 1,
    answersWithdrawal: false,
    at: new Date().toISOString(),
  });
  await world.tell(attempted, { ...attempted, topic: `${attempted.topic}.urgent` });
  await world.published.until(2, isChange(id, 'suppressed'));
  expect(await ruleFor(id)).toBe('suppressed');
  const entries = (await consentsOf(id)).filter(({ method }) => method === 'provider');
  expect(entries).toMatchObject([{ state: 'withdrawn', suppression: true, recordedBy: 'twilio' }]);
  expect(repliesTo(id)).toEqual([]);
});
