import type { MessageAttempted, MessageDecided, MessageRequested } from '@hermod/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, record, requestFor, type World } from './world.ts';

const PREFERENCES = 'preferences';
const HOUR_MS = 3_600_000;
const MOST_OFFERS = 5;

let world: World;
beforeAll(async () => {
  world = await openWorld(2);
  const caps = [{ name: 'offers-a-day', topics: ['offers'], most: MOST_OFFERS, withinHours: 24 }];
  expect((await world.call('PUT', '/v1/policy', { caps })).status).toBe(200);
});
afterAll(() => world.close());

const offers = (recipient: string, request = 0): MessageRequested =>
  requestFor(recipient, { channel: 'push', purpose: 'marketing', topic: 'offers' }, request);

/** Requests on both lanes at once, so that two instances may meet over the recipient. */
async function decideAll(requests: readonly MessageRequested[]): Promise<MessageDecided[]> {
  await world.tell(
    ...requests.map((request, n) =>
      record('messageRequested', request.recipient, request, { lane: n % 2 === 0 ? 'plain' : 'urgent' }),
    ),
  );
  return Promise.all(requests.map(({ messageId, request }) => world.decided(messageId, request)));
}

function attempted(
  { messageId, request, recipient, intent }: MessageRequested,
  outcome: MessageAttempted['outcome'],
): MessageAttempted {
  const { runId, channel, purpose } = intent;
  const at = new Date().toISOString();
  const about = { messageId, request, runId, recipient, channel, purpose };
  return { ...about, outcome, attempts: 1, answersWithdrawal: false, at };
}

const permitted = (decisions: readonly MessageDecided[]) =>
  decisions.filter(({ decision }) => decision === 'permitted');

test('of fifty messages at once as many are permitted as the cap lets through, and no more', async () => {
  await world.person('ada');
  const requests = Array.from({ length: 50 }, () => offers('ada'));
  const decisions = await decideAll(requests);
  expect(permitted(decisions)).toHaveLength(MOST_OFFERS);
  for (const decision of decisions.filter(({ decision: what }) => what !== 'permitted')) {
    expect(decision).toMatchObject({
      decision: 'refused',
      of: 'recipient',
      why: { rule: 'cap-reached', values: { cap: 'offers-a-day', counted: MOST_OFFERS } },
    });
  }
  const preview = { recipient: 'ada', channel: 'push', purpose: 'marketing', topic: 'offers' };
  expect((await world.call('POST', '/v1/decisions/preview', preview)).body).toMatchObject({
    rule: 'cap-reached',
  });
});

test.each(['failed', 'expired', 'withdrawn', 'deferred'] as const)(
  'what %s gives its place back; what was accepted does not',
  async (outcome) => {
    const id = `bo-${outcome}`;
    await world.person(id);
    const requests = Array.from({ length: MOST_OFFERS }, () => offers(id));
    expect(permitted(await decideAll(requests))).toHaveLength(MOST_OFFERS);
    await world.tell(
      record('messageAttempted', id, attempted(requests[0]!, outcome)),
      record('messageAttempted', id, attempted(requests[1]!, 'accepted')),
    );
    // Facts 2 and 5 have no order among them, so the place is asked for until it is free.
    const preview = { recipient: id, channel: 'push', purpose: 'marketing', topic: 'offers' };
    await expect
      .poll(async () => (await world.call('POST', '/v1/decisions/preview', preview)).body['decision'], {
        timeout: 10_000,
      })
      .toBe('permitted');
    const decisions = await decideAll([offers(id), offers(id)]);
    expect(permitted(decisions)).toHaveLength(1);
  },
);

test('a message that is asked for again keeps its place, and its first request gives nothing back', async () => {
  await world.person('cy');
  const requests = Array.from({ length: MOST_OFFERS }, () => offers('cy'));
  await decideAll(requests);
  const again = { ...requests[0]!, request: 1 };
  expect(permitted(await decideAll([again]))).toHaveLength(1);
  await world.tell(record('messageAttempted', 'cy', attempted(requests[0]!, 'deferred')));
  await world.tell(record('messageAttempted', 'cy', attempted(requests[1]!, 'failed')));
  const preview = { recipient: 'cy', channel: 'push', purpose: 'marketing', topic: 'offers' };
  await expect
    .poll(async () => (await world.call('POST', '/v1/decisions/preview', preview)).body['decision'], {
      timeout: 10_000,
    })
    .toBe('permitted');
  expect(permitted(await decideAll([offers('cy'), offers('cy')]))).toHaveLength(1);
});

test("in somebody's own quiet hours a message waits for their end, and critical ones don't", async () => {
  const id = 'dee';
  await world.person(id);
  await world.consent(id, { purpose: 'transactional', topic: undefined });
  const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
  const ends = Math.floor(Date.now() / 60_000) * 60_000 + 2 * HOUR_MS;
  const quietHours = { from: clock(ends - 4 * HOUR_MS), to: clock(ends) };
  const body = {
    attributes: {},
    timeZone: 'UTC',
    country: 'SE',
    contactPoints: [{ channel: 'sms', address: '+46700000777' }],
  };
  await world.call('PUT', `/v1/recipients/${id}`, body);
  await world.consent(id, { purpose: 'transactional', topic: undefined });
  expect((await world.call('PUT', `/v1/recipients/${id}/${PREFERENCES}`, { quietHours })).status).toBe(200);
  const request = requestFor(id, { expiresAt: new Date(ends + HOUR_MS).toISOString() });
  const critical = requestFor(id, { purpose: 'critical' });
  const short = requestFor(id, { expiresAt: new Date(ends - 1).toISOString() });
  const [deferred, passed, late] = await decideAll([request, critical, short]);
  expect(deferred).toMatchObject({
    decision: 'deferred',
    why: { rule: 'quiet-hours', values: { hoursOf: ['recipient'] } },
  });
  const until = Date.parse(deferred!.until!);
  expect(until).toBeGreaterThanOrEqual(ends);
  expect(until).toBeLessThan(ends + 600_000);
  expect(passed).toMatchObject({ decision: 'permitted' });
  expect(late).toMatchObject({ decision: 'refused', why: { rule: 'opens-after-expiry' } });
});

test('a place is worked out from the number, and the law of the place holds', async () => {
  const body = { contactPoints: [{ channel: 'sms', address: '+13055550123' }], country: 'US' };
  await world.call('PUT', '/v1/recipients/eve', body);
  await world.consent('eve', { purpose: 'marketing', topic: 'news' });
  const at = (instant: string) =>
    world.call('POST', '/v1/decisions/preview', {
      recipient: 'eve',
      channel: 'sms',
      purpose: 'marketing',
      topic: 'news',
      at: instant,
    });
  // Half past eight in the evening in Miami: open by federal law, and closed by that of Florida.
  const evening = await at('2026-11-24T01:30:00Z');
  expect(evening.body).toMatchObject({
    decision: 'deferred',
    rule: 'legal-window',
    why: { values: { timeZones: ['America/New_York'], timeZoneFrom: 'number' } },
  });
  expect((await at('2026-11-24T00:59:00Z')).body).toMatchObject({
    decision: 'permitted',
    until: '2026-11-24T01:00:00.000Z',
  });
});

test('an implied consent counts where the law lets it, and nowhere else', async () => {
  const contactPoints = [{ channel: 'email', address: 'hal@sim.test' }];
  const ruleIn = async (country: string): Promise<unknown> => {
    await world.call('PUT', `/v1/recipients/hal-${country}`, { country, contactPoints });
    const said = { channel: 'email', purpose: 'marketing', topic: 'offers', basis: 'existing-customer' };
    await world.consent(`hal-${country}`, said);
    const ask = { recipient: `hal-${country}`, channel: 'email', purpose: 'marketing', topic: 'offers' };
    return (await world.call('POST', '/v1/decisions/preview', ask)).body['rule'];
  };
  expect(await ruleIn('CA')).toBe('consent-given');
  expect(await ruleIn('NP')).toBe('basis-not-accepted');
});

test('a preview for an address is the strictest answer of those who hold it', async () => {
  const contactPoints = [{ channel: 'sms', address: '+46700000888' }];
  for (const id of ['flo', 'gus'])
    await world.call('PUT', `/v1/recipients/${id}`, { country: 'SE', contactPoints });
  await world.consent('flo');
  const ask = {
    contactPoint: '+46 70 000 08 88',
    channel: 'sms',
    purpose: 'transactional',
    topic: 'order-updates',
  };
  expect((await world.call('POST', '/v1/decisions/preview', ask)).body).toMatchObject({ rule: 'no-consent' });
  await world.consent('gus');
  expect((await world.call('POST', '/v1/decisions/preview', ask)).body).toMatchObject({
    decision: 'permitted',
  });
  const nobody = await world.call('POST', '/v1/decisions/preview', { ...ask, contactPoint: '+46700000889' });
  expect(nobody).toMatchObject({ status: 404, body: { code: 'CONTACT_POINT_NOT_FOUND' } });
  const neither = await world.call('POST', '/v1/decisions/preview', { ...ask, contactPoint: undefined });
  expect(neither.status).toBe(400);
});

test.each([
  ['a cap twice', { caps: [cap('a'), cap('a')] }, 'caps'],
  [
    'a time of the day that is none',
    { quietHours: [{ hours: { from: '25:00', to: '07:00' } }] },
    'quietHours[0].hours.from',
  ],
  ['a window beyond what is kept', { caps: [{ ...cap('a'), withinHours: 745 }] }, 'caps[0].withinHours'],
  ['critical messages capped', { caps: [{ ...cap('a'), purposes: ['critical'] }] }, 'caps[0].purposes[0]'],
])('a policy with %s is refused at the field', async (_what, policy, field) => {
  const before = await world.call('GET', '/v1/policy');
  const answer = await world.call('PUT', '/v1/policy', policy);
  expect(answer).toMatchObject({ status: 400, body: { field } });
  expect((await world.call('GET', '/v1/policy')).body).toEqual(before.body);
});

function cap(name: string): object {
  return { name, most: 1, withinHours: 24 };
}
