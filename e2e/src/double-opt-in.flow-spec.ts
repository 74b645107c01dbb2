import { eventually } from '@hermod/testing';
import { expect, it } from 'vitest';
import {
  arrived,
  ended,
  enter,
  eventFor,
  fire,
  fresh,
  messagesOn,
  must,
  publish,
  touch,
} from './support/hermod.ts';

it('a double opt-in asks on the phone, and texts about the topic come from the YES on', async () => {
  const name = fresh('news');
  await publish(name, {
    purpose: 'transactional',
    topic: name,
    start: { on: `com.shop.${name}` },
    steps: [{ id: 'tell', send: [{ sms: `${name}-sms` }] }],
  });
  const kim = await enter();
  const consent = { channel: 'sms', purpose: 'transactional', topic: name, state: 'given', method: 'form' };
  await must('POST', `/v1/recipients/${kim.id}/consents`, { ...consent, language: 'en', doubleOptIn: true });
  expect((await arrived(kim, 'sms')).text).toMatch(new RegExp(`Reply YES .*${name}`));

  await fire(eventFor(kim, `com.shop.${name}`));
  const early = await ended(kim);
  expect(early.timeline.find(({ what }) => what === 'refused')?.why.rule).toBe('double-opt-in-pending');

  await touch(kim, 'replies', { text: 'Yes!' });
  await eventually(async () => expect(await messagesOn(kim)).toHaveLength(2));
  await fire(eventFor(kim, `com.shop.${name}`));
  await eventually(async () => expect(await messagesOn(kim)).toHaveLength(3), { timeoutMs: 20_000 });

  const { consents } = (await must('GET', `/v1/recipients/${kim.id}/consents`)) as {
    consents: { id: string; state: string; method: string; source?: { reference: string } }[];
  };
  const pending = consents.find(({ state }) => state === 'pending')!;
  expect(consents[0]).toMatchObject({ method: 'double-opt-in', source: { reference: pending.id } });
});
