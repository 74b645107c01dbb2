import { eventually } from '@hermod/testing';
import { describe, expect, it } from 'vitest';
import {
  arrived,
  ended,
  enter,
  eventFor,
  fire,
  fresh,
  linesOf,
  messagesOn,
  must,
  publish,
  runsOf,
  touch,
} from './support/hermod.ts';

const texting = (name: string): Record<string, unknown> => ({
  purpose: 'transactional',
  topic: 'order-updates',
  start: { on: `com.shop.${name}` },
  steps: [{ id: 'tell', send: [{ sms: `${name}-sms` }] }],
});

describe('STOP by text', () => {
  it('ends all texts to the number, and the next run says why nothing was sent', async () => {
    const name = fresh('stop');
    await publish(name, texting(name));
    const kim = await enter();
    await fire(eventFor(kim, `com.shop.${name}`));
    await arrived(kim, 'sms');
    expect((await ended(kim)).outcome).toBe('sent');

    await touch(kim, 'replies', { text: '  stop. ' });
    await eventually(async () => {
      const { consents } = (await must('GET', `/v1/recipients/${kim.id}/consents`)) as {
        consents: { state: string }[];
      };
      expect(consents.map(({ state }) => state)).toContain('withdrawn');
    });
    await fire(eventFor(kim, `com.shop.${name}`));
    const second = await eventually(async () => {
      const runs = await runsOf(kim);
      expect(runs.map(({ status }) => status)).toEqual(['ended', 'ended']);
      return runs[0]!;
    });
    expect(second.outcome).toBe('failed');
    const refused = second.timeline.find(({ what }) => what === 'refused')!;
    expect(refused.why.rule).toMatch(/suppressed/);
    expect(await messagesOn(kim)).toHaveLength(1);
  });

  it('withdraws nothing for a question that only contains the word', async () => {
    const name = fresh('bus');
    await publish(name, texting(name));
    const kim = await enter();
    await fire(eventFor(kim, `com.shop.${name}`));
    await arrived(kim, 'sms');
    await touch(kim, 'replies', { text: 'Which bus stop?' });
    await fire(eventFor(kim, `com.shop.${name}`));
    await eventually(async () => expect(await messagesOn(kim)).toHaveLength(2), { timeoutMs: 20_000 });
    expect(linesOf(await ended(kim))).toContain('accepted');
  });
});
