import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, record, requestFor, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(2);
});
afterAll(() => world.close());

test('a consented text is permitted, with whom to reach where and nothing else', async () => {
  const number = await world.person('ada');
  const { body: entry } = await world.consent('ada');
  const request = requestFor('ada');
  await world.tell(record('messageRequested', 'ada', request));
  const decided = await world.decided(request.messageId);
  expect(decided).toMatchObject({
    decision: 'permitted',
    runId: request.intent.runId,
    why: { rule: 'consent-given', ledger: entry['id'] },
    permission: {
      intent: request.intent,
      contactPoints: [{ channel: 'sms', address: number }],
      attributes: { firstName: 'Ada' },
      until: request.intent.expiresAt,
    },
  });
  expect(decided.permission?.contactPoints).toHaveLength(1);
  expect(JSON.stringify(decided.why)).not.toContain(number);
});

test('without consent a text is refused and a push is not', async () => {
  await world.person('bo');
  const text = requestFor('bo');
  const push = requestFor('bo', { channel: 'push' });
  await world.tell(record('messageRequested', 'bo', text), record('messageRequested', 'bo', push));
  expect(await world.decided(text.messageId)).toMatchObject({
    decision: 'refused',
    of: 'channel',
    why: { rule: 'no-consent' },
  });
  expect(await world.decided(push.messageId)).toMatchObject({
    decision: 'permitted',
    why: { rule: 'push-token-registered' },
  });
});

test('a message to nobody that is known is refused of the recipient', async () => {
  const request = requestFor('nobody');
  await world.tell(record('messageRequested', 'nobody', request));
  expect(await world.decided(request.messageId)).toMatchObject({
    of: 'recipient',
    why: { rule: 'unknown-recipient' },
  });
});

test('critical messages are decided on the urgent lane', async () => {
  await world.person('cy');
  await world.consent('cy', { topic: undefined });
  const request = requestFor('cy', { purpose: 'critical' });
  await world.tell(record('messageRequested', 'cy', request, { lane: 'urgent' }));
  expect(await world.decided(request.messageId)).toMatchObject({ decision: 'permitted' });
  const [seen] = await world.published.until(1, ({ text }) => text.includes(request.messageId));
  expect(seen?.topic).toBe('hermod.message-decided.urgent');
});

test('a withdrawal that comes first refuses the request that follows, and one that comes later does not undo it', async () => {
  await world.person('di');
  await world.consent('di');
  const withdrawal = ({ messageId, intent: { runId } }: ReturnType<typeof requestFor>) =>
    record('messageWithdrawn', 'di', {
      messageId,
      runId,
      recipient: 'di',
      reason: 'reacted',
      at: new Date().toISOString(),
    });
  const first = requestFor('di');
  const marker = requestFor('di');
  await world.tell(withdrawal(first));
  await world.tell(record('messageRequested', 'di', marker));
  await world.decided(marker.messageId);
  await world.tell(withdrawal(marker), record('messageRequested', 'di', first));
  expect(await world.decided(first.messageId)).toMatchObject({
    decision: 'refused',
    why: { rule: 'withdrawn-before-decision' },
  });
  const again = { ...marker, request: 1 };
  await world.tell(record('messageRequested', 'di', again));
  expect(await world.decided(marker.messageId, 1)).toMatchObject({ decision: 'refused' });
});

test('the highest request wins, and a repeat is decided once', async () => {
  await world.person('ed');
  const request = requestFor('ed', { channel: 'push' });
  const third = record('messageRequested', 'ed', { ...request, request: 2 });
  await world.tell(third, third);
  await world.decided(request.messageId, 2);
  const marker = requestFor('ed', { channel: 'push' });
  await world.tell(
    record('messageRequested', 'ed', { ...request, request: 1 }),
    record('messageRequested', 'ed', { ...request, request: 2 }),
    record('messageRequested', 'ed', marker),
  );
  await world.decided(marker.messageId);
  const decisions = world.published.records.filter(({ text }) => text.includes(request.messageId));
  expect(decisions.map(({ value }) => (value as { request: number }).request)).toEqual([2]);
});

test('two hundred requests at once are each decided once, by two instances on two lanes', async () => {
  const people = Array.from({ length: 20 }, (_, n) => `crowd-${n}-${randomUUID().slice(0, 8)}`);
  await Promise.all(people.map((id) => world.person(id)));
  const requests = Array.from({ length: 200 }, (_, n) =>
    requestFor(people[n % people.length]!, { channel: 'push', purpose: n % 2 ? 'critical' : 'marketing' }),
  );
  const facts = requests.map((request) =>
    record('messageRequested', request.recipient, request, {
      lane: request.intent.purpose === 'critical' ? 'urgent' : 'plain',
    }),
  );
  await world.tell(...facts, ...facts.slice(0, 50));
  const ids = new Set(requests.map(({ messageId }) => messageId));
  const decided = await world.published.until(200, ({ value }) =>
    ids.has((value as { messageId: string }).messageId),
  );
  expect(new Set(decided.map(({ headers }) => headers['ce_id'])).size).toBe(200);
  expect(decided).toHaveLength(200);
});

describe('the list of what was decided', () => {
  interface Listed {
    readonly message: string;
    readonly why: { readonly rule: string; readonly values: object };
  }
  const list = async (id: string, query = ''): Promise<{ decisions: Listed[]; next?: string }> => {
    const { status, body } = await world.call('GET', `/v1/recipients/${id}/decisions${query}`);
    expect(status).toBe(200);
    return body as unknown as { decisions: Listed[]; next?: string };
  };

  test('has each message once, newest decision first, page by page', async () => {
    await world.person('fay');
    const requests = [requestFor('fay'), requestFor('fay', { channel: 'push' })];
    for (const request of requests) {
      await world.tell(record('messageRequested', 'fay', request));
      await world.decided(request.messageId);
    }
    const [text, push] = requests as [(typeof requests)[0], (typeof requests)[0]];
    await world.tell(record('messageRequested', 'fay', { ...text, request: 1 }));
    await world.decided(text.messageId, 1);
    const first = await list('fay', '?limit=1');
    expect(first.decisions).toMatchObject([
      {
        message: text.messageId,
        request: 1,
        channel: 'sms',
        purpose: 'transactional',
        topic: 'order-updates',
        decision: 'refused',
        of: 'channel',
        why: { rule: 'no-consent', values: { channel: 'sms' } },
      },
    ]);
    const second = await list('fay', `?limit=1&next=${first.next}`);
    expect(second.decisions).toMatchObject([{ message: push.messageId, decision: 'permitted' }]);
    expect(second.next).toBeUndefined();
  });

  test('tells of somebody erased the rules and no values, and of nobody nothing', async () => {
    await world.person('gil');
    const request = requestFor('gil');
    await world.tell(record('messageRequested', 'gil', request));
    await world.decided(request.messageId);
    expect((await world.call('DELETE', '/v1/recipients/gil')).status).toBe(202);
    expect((await list('gil')).decisions).toMatchObject([{ why: { rule: 'no-consent', values: {} } }]);
    expect(Object.keys((await list('gil')).decisions[0]!.why.values)).toEqual([]);
    expect((await world.call('GET', '/v1/recipients/never-seen/decisions')).status).toBe(404);
  });
});
