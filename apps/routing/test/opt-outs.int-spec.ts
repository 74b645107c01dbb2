import { randomUUID } from 'node:crypto';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attempted,
  consentChange,
  decided,
  escalation,
  event,
  names,
  receipt,
  recipientChange,
  someone,
  stop,
} from './facts.ts';
import { type AtPush, goToSms, startAtPush } from './runs-at-push.ts';
import { openWorld, runOf, type Story, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const start = (about?: Parameters<typeof startAtPush>[1]): Promise<AtPush> => startAtPush(world, about);
const whats = (story: Story): string[] => story.timeline.map(({ what }) => what);

describe('an opt-out', () => {
  it.each([
    ['by text', (recipient: string) => stop(recipient)],
    [
      'of the consent for sms',
      (recipient: string) => consentChange(recipient, 'withdrawn', { channels: ['sms'] }),
    ],
    [
      'of the topic',
      (recipient: string) =>
        consentChange(recipient, 'withdrawn', { channels: ['sms'], topic: 'order-updates' }),
    ],
  ])('%s takes back what it covers, ends no run by itself, and is told', async (_, optOut) => {
    const started = await start();
    const sms = await goToSms(world, started);
    await world.tell(optOut(started.recipient));
    expect(await world.withdrawal(sms.messageId)).toMatchObject({ reason: 'opted-out' });
    const story = await world.ended(started.run);
    expect(story).toMatchObject({ outcome: 'exhausted' });
    expect(story.timeline.some(({ what, message }) => what === 'refused' && message === sms.messageId)).toBe(
      true,
    );
  });

  it('leaves what it does not cover', async () => {
    const { run, push, recipient } = await start();
    await world.tell(
      stop(recipient),
      consentChange(recipient, 'withdrawn', { channels: ['push'], topic: 'offers' }),
    );
    await world.tell(attempted(push, 'accepted'), receipt(push, 'opened'));
    expect(await world.ended(run)).toMatchObject({ outcome: 'reached' });
    expect(world.withdrawn(recipient)).toEqual([]);
  });

  it('leads to steps that still know the recipient', async () => {
    const { journey, on } = names();
    const steps = [
      { id: 'tell', send: [{ sms: 'shipped-sms' }], then: { sent: 'over', failed: 'which' } },
      { id: 'which', branch: [{ when: "recipient.tier == 'gold'", then: 'golden' }], else: 'over' },
      { id: 'golden', end: 'golden' },
      { id: 'over', end: 'over' },
    ];
    await world.publish(escalation({ journey, on, more: { steps } }));
    const recipient = someone();
    await world.tell(recipientChange(recipient, { tier: 'gold' }, 1));
    await eventually(async () =>
      expect(await world.query('SELECT 1 FROM recipient WHERE recipient_id = $1', [recipient])).toHaveLength(
        1,
      ),
    );
    await world.tell(event(on, recipient, { id: 'e' }));
    await world.requests(recipient);
    await world.tell(stop(recipient));
    expect(await world.ended(runOf(journey, 'e', recipient))).toMatchObject({ outcome: 'golden' });
  });
});

describe('facts about', () => {
  it('runs and messages that are unknown here are passed over', async () => {
    const started = await start();
    const { push } = started;
    const unknownRun = {
      ...push,
      messageId: randomUUID(),
      intent: { ...push.intent, runId: randomUUID() },
    };
    const unknownMessage = { ...push, messageId: randomUUID() };
    for (const asked of [unknownRun, unknownMessage])
      await world.tell(
        attempted(asked, 'accepted'),
        receipt(asked, 'opened'),
        decided({ ...asked, request: 7 }, { decision: 'refused', of: 'channel' }),
      );
    await world.tell(attempted(push, 'accepted', { runId: null, messageId: randomUUID() }));
    await world.tell(receipt(push, 'opened'));
    expect(await world.ended(started.run)).toMatchObject({ outcome: 'reached' });
  });

  it('a run that has ended are told as late, and move nothing', async () => {
    const { run, push, recipient } = await start();
    await world.tell(attempted(push, 'accepted'), receipt(push, 'opened'));
    await world.ended(run);
    await world.tell(receipt(push, 'clicked'));
    const story = await eventually(async () => {
      const told = await world.story(run);
      expect(whats(told)).toContain('clicked (late)');
      return told;
    });
    expect(story).toMatchObject({ status: 'ended', outcome: 'reached' });
    expect(world.requested(recipient)).toHaveLength(1);
  });
});

describe('a critical journey', () => {
  it('travels urgent, and leaves a rung without waiting for the answer', async () => {
    const { push, recipient } = await start({ purpose: 'critical', within: 'PT1S' });
    expect(push.intent.purpose).toBe('critical');
    await world.tell(attempted(push, 'accepted'));
    await world.requests(recipient, 2);
    const keys = (topic: string): number =>
      world.recordsOn(topic).filter(({ key }) => key === recipient).length;
    await world.withdrawal(push.messageId);
    expect(['hermod.message-requested', 'hermod.message-withdrawn'].map(keys)).toEqual([0, 0]);
    expect(['hermod.message-requested.urgent', 'hermod.message-withdrawn.urgent'].map(keys)).toEqual([2, 1]);
  });
});
