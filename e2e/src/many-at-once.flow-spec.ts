import { eventually } from '@hermod/testing';
import { describe, expect, it } from 'vitest';
import {
  call,
  enter,
  eventFor,
  fresh,
  killInstance,
  messagesOn,
  type Person,
  publish,
  runsOf,
} from './support/hermod.ts';

const PEOPLE = 30;
const EVENTS_EACH = 4;

describe('many people, journeys and instances at once', () => {
  it('gives everybody every message once, in order, though an instance of each service is killed meanwhile', async () => {
    const name = fresh('many');
    const type = `com.shop.${name}`;
    const topic = 'order-updates';
    const start = { on: type };
    await publish(`${name}-sms`, {
      purpose: 'transactional',
      topic,
      start,
      steps: [{ id: 'tell', send: [{ sms: `${name}-sms-sms` }] }],
    });
    await publish(`${name}-rich`, {
      purpose: 'transactional',
      topic,
      start: { on: type, when: 'recipient.tier == "gold"' },
      steps: [
        { id: 'rest', wait: { for: 'PT1S' } },
        { id: 'which', branch: [{ when: 'event.data.total > 100', then: 'tell' }], else: 'nothing' },
        { id: 'nothing', end: 'small' },
        { id: 'tell', send: [{ push: `${name}-rich-push` }], then: 'done' },
        { id: 'done', end: 'told' },
      ],
    });
    // The group then has members that are dead beside new ones, and what comes now belongs to both.
    await killInstance('routing', 1);
    await killInstance('routing', 2);
    const people = await Promise.all(
      Array.from({ length: PEOPLE }, (_, n) => enter(topic, { tier: n % 2 === 0 ? 'gold' : 'plain' })),
    );
    for (let round = 0; round < EVENTS_EACH; round += 1) {
      const batch = people.map((person) => eventFor(person, type, { total: round * 60 }));
      const headers = { 'content-type': 'application/cloudevents-batch+json' };
      expect((await call('POST', '/v1/events', JSON.stringify(batch), headers)).status).toBe(202);
      const service = ['routing', 'consent', 'delivery', 'receipts'][round]!;
      await killInstance(service, (round % 2) + 1);
    }
    for (const [n, person] of people.entries()) await expectAll(person, n % 2 === 0);
  });
});

const TEXTS = Array.from({ length: EVENTS_EACH }, () => 'sms sent');
const RICH = ['rich small', 'rich small', 'rich told', 'rich told'];

const kindOf = (journey: string): string => journey.slice(journey.lastIndexOf('-') + 1);

/** Four texts, and for gold customers a push for each of the two large orders. */
async function expectAll(person: Person, isGold: boolean): Promise<void> {
  await eventually(
    async () => {
      const outcomes = (await runsOf(person)).map(({ journey, outcome }) => `${kindOf(journey)} ${outcome}`);
      expect(outcomes.toSorted(), person.id).toEqual(isGold ? [...RICH, ...TEXTS] : TEXTS);
    },
    { timeoutMs: 60_000 },
  );
  const messages = await messagesOn(person);
  const texts = messages.filter(({ channel }) => channel === 'sms').map(({ text }) => text);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).toHaveLength(EVENTS_EACH);
  expect(messages.filter(({ channel }) => channel === 'push')).toHaveLength(isGold ? 2 : 0);
}
