import { eventually } from '@hermod/testing';
import { afterAll, expect, it } from 'vitest';
import {
  arrived,
  ended,
  enter,
  eventFor,
  fire,
  fresh,
  linesOf,
  messagesOn,
  publish,
  system,
} from './support/hermod.ts';

/** A hand-over is given up after a minute at the earliest. */
const PAST_THE_LIMIT = { timeoutMs: 120_000 };

const escalation = (name: string): Record<string, unknown> => ({
  purpose: 'transactional',
  topic: 'order-updates',
  start: { on: `com.shop.${name}` },
  steps: [
    {
      id: 'tell',
      escalate: [
        { push: `${name}-push`, until: 'delivered', within: 'PT10S' },
        { sms: `${name}-sms`, until: 'delivered', within: 'PT1M' },
      ],
    },
  ],
});

async function turnPushesAway(share: number): Promise<void> {
  const response = await fetch(`${system.simulatorUrl}/faults/fcm`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(share === 0 ? {} : { seed: 1, rates: { throttle: share } }),
    signal: AbortSignal.timeout(10_000),
  });
  expect(response.ok).toBe(true);
}

afterAll(() => turnPushesAway(0));

it('while nobody takes the push the text goes out at its limit, and the push never comes afterwards', async () => {
  const name = fresh('down');
  await publish(name, escalation(name));
  const [kim, later] = [await enter(), await enter()];
  await turnPushesAway(1);
  await fire(eventFor(kim, `com.shop.${name}`));
  const channels = async (): Promise<string[]> => (await messagesOn(kim)).map(({ channel }) => channel);
  await eventually(async () => expect(await channels()).toEqual(['sms']), PAST_THE_LIMIT);
  const story = await ended(kim);
  expect(story.outcome).toBe('reached');
  const [expired] = story.timeline.filter(({ what }) => what === 'expired');
  expect(expired!.why.rule).toMatch(/^NOT_HANDED_OVER_IN_TIME/);
  expect(linesOf(story).filter((what) => what === 'requested')).toHaveLength(2);

  await turnPushesAway(0);
  await fire(eventFor(later, `com.shop.${name}`));
  await arrived(later, 'push');
  expect(await channels()).toEqual(['sms']);
});
