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
  type Person,
  publish,
  runsOf,
  system,
  touch,
} from './support/hermod.ts';

const texting = (name: string): Record<string, unknown> => ({
  purpose: 'transactional',
  topic: 'order-updates',
  start: { on: `com.shop.${name}` },
  steps: [{ id: 'tell', send: [{ sms: `${name}-sms` }] }],
});

/** What Twilio does about keywords from a phone. */
async function minds({ number }: Person, handling: string): Promise<void> {
  const response = await fetch(`${system.simulatorUrl}/phones/${number}/keywords`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handling }),
    signal: AbortSignal.timeout(10_000),
  });
  expect(response.status).toBe(200);
}

/** Waits until the ledger has entries of these states. */
async function consentStates({ id }: Person, ...states: readonly string[]): Promise<void> {
  await eventually(async () => {
    const { consents } = (await must('GET', `/v1/recipients/${id}/consents`)) as {
      consents: { state: string }[];
    };
    expect(consents.map(({ state }) => state)).toEqual(expect.arrayContaining([...states]));
  });
}

/** Writes a text, and waits until the phone shows the answer to it. */
async function answered(person: Person, text: string, answer: RegExp): Promise<void> {
  const before = (await messagesOn(person)).length;
  await touch(person, 'replies', { text });
  await eventually(async () => {
    const messages = await messagesOn(person);
    expect(messages).toHaveLength(before + 1);
    expect(messages.at(-1)!.text).toMatch(answer);
  });
}

describe('STOP by text', () => {
  it('ends all texts to the number, and the next run says why nothing was sent', async () => {
    const name = fresh('stop');
    await publish(name, texting(name));
    const kim = await enter();
    await fire(eventFor(kim, `com.shop.${name}`));
    await arrived(kim, 'sms');
    expect((await ended(kim)).outcome).toBe('sent');

    await touch(kim, 'replies', { text: '  stop. ' });
    await consentStates(kim, 'withdrawn');
    await fire(eventFor(kim, `com.shop.${name}`));
    const second = await eventually(async () => {
      const runs = await runsOf(kim);
      expect(runs.map(({ status }) => status)).toEqual(['ended', 'ended']);
      return runs[0]!;
    });
    expect(second.outcome).toBe('failed');
    const refused = second.timeline.find(({ what }) => what === 'refused')!;
    expect(refused.why.rule).toMatch(/suppressed/);
    const confirmation = await eventually(async () => {
      const messages = await messagesOn(kim);
      expect(messages).toHaveLength(2);
      return messages[1]!;
    });
    expect(confirmation.text).toMatch(/Du är avanmäld.*START/);
    await answered(kim, 'help', /STOPP/);
  });

  it('is confirmed once by whoever minds keywords, and a START gives no consent that was never given', async () => {
    const name = fresh('offers');
    await publish(name, { ...texting(name), purpose: 'marketing', topic: 'offers' });
    const kim = await enter();
    await minds(kim, 'advanced');
    await touch(kim, 'replies', { text: 'STOP' });
    await consentStates(kim, 'withdrawn');
    await touch(kim, 'replies', { text: 'START' });
    await consentStates(kim, 'withdrawn', 'lifted');
    const texts = await messagesOn(kim);
    expect(texts.map(({ text }) => text)).toEqual([
      expect.stringMatching(/unsubscribed/),
      expect.stringMatching(/re-subscribed/),
    ]);
    await fire(eventFor(kim, `com.shop.${name}`));
    const run = await ended(kim);
    expect(run.timeline.find(({ what }) => what === 'refused')?.why.rule).toBe('no-consent');
    expect(await messagesOn(kim)).toHaveLength(2);
  });

  it('holds marketing for a text that may ask for an end, until somebody has read it', async () => {
    const kim = await enter();
    await touch(kim, 'replies', { text: 'please stop texting me' });
    const review = await eventually(async () => {
      const { reviews } = (await must('GET', `/v1/reviews?recipient=${kim.id}`)) as {
        reviews: { id: string; phrase: string }[];
      };
      expect(reviews).toHaveLength(1);
      return reviews[0]!;
    });
    expect(review.phrase).toBe('please stop');
    const verdict = { verdict: 'opt-out', reason: 'they ask for an end' };
    await must('POST', `/v1/reviews/${review.id}/settle`, verdict);
    const question = { recipient: kim.id, channel: 'sms', purpose: 'transactional', topic: 'order-updates' };
    expect((await must('POST', '/v1/decisions/preview', question))['rule']).toBe('suppressed');
    expect(await messagesOn(kim)).toEqual([]);
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
