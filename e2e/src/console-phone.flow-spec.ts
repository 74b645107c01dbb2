import { randomInt } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@hermod/testing';
import { closePages, openBrowser, openSignedIn, seriousFindings, takePicture } from './support/browser.ts';
import { arrived, eventFor, fire, fresh, must, type Person, system } from './support/hermod.ts';

let browser: Browser;
let kim: Person;

beforeAll(async () => {
  browser = await openBrowser();
  kim = await enterReachable();
  await sayOnEveryChannel(kim);
});
afterEach(() => closePages(browser));
afterAll(() => browser.close());

/** Somebody where MMS is to be had, with a mailbox as well, who has agreed to everything about their orders. */
async function enterReachable(): Promise<Person> {
  const digits = `1202555${randomInt(1_000, 9_999)}`;
  const person = { id: fresh('person'), number: `+${digits}` };
  await must('PUT', `/v1/recipients/${person.id}`, {
    attributes: { firstName: 'Kim' },
    timeZone: 'America/New_York',
    country: 'US',
    contactPoints: [
      { channel: 'push', provider: 'fcm', address: `sim-${digits}` },
      { channel: 'sms', address: person.number },
      { channel: 'email', address: `${digits}@sim.test` },
    ],
  });
  for (const channel of ['mms', 'rcs', 'email'])
    await must('POST', `/v1/recipients/${person.id}/consents`, {
      channel,
      purpose: 'transactional',
      topic: 'order-updates',
      state: 'given',
      method: 'form',
      wording: 'Yes, tell me about my orders',
      wordingVersion: '3',
    });
  return person;
}

const CONTENTS = {
  mms: { text: 'A coupon for you', media: [{ url: 'https://shop.example/coupon.png' }] },
  rcs: {
    card: {
      title: 'Gate 4',
      description: 'Boarding begins at 9:40.',
      media: { url: 'https://shop.example/pass.png', height: 'medium' },
    },
    suggestions: [{ text: 'I am here' }, { text: 'I am late' }],
  },
  email: {
    subject: 'Your appointment',
    html: '<h1 style="color: rgb(47, 75, 179)">Hi Kim</h1><p>We see you on Friday.</p>',
    text: 'Hi Kim, we see you on Friday.',
    calendar: {
      title: 'Appointment',
      start: '2026-12-04T09:00:00',
      end: '2026-12-04T09:30:00',
      timeZone: 'Europe/Stockholm',
    },
  },
} as const;

/** A journey that says something by MMS, RCS and email at once. */
async function sayOnEveryChannel(person: Person): Promise<void> {
  const name = fresh('shown');
  for (const [channel, content] of Object.entries(CONTENTS))
    await must('PUT', `/v1/templates/${name}-${channel}`, { channel, content });
  await must('PUT', `/v1/journeys/${name}`, {
    journey: name,
    purpose: 'transactional',
    topic: 'order-updates',
    start: { on: `com.shop.${name}` },
    steps: [
      { id: 'tell', send: Object.keys(CONTENTS).map((channel) => ({ [channel]: `${name}-${channel}` })) },
    ],
  });
  await must('POST', `/v1/journeys/${name}/publish`);
  await fire(eventFor(person, `com.shop.${name}`));
  for (const channel of Object.keys(CONTENTS)) await arrived(person, channel);
}

/** The page with the phone of whoever the event is about. */
async function openPhone(options?: Parameters<typeof openSignedIn>[2]) {
  const opened = await openSignedIn(browser, '/', options);
  const event = { ...eventFor(kim, 'com.shop.nothing'), time: '2026-11-23T09:00:00Z' };
  await opened.page
    .getByRole('textbox', { name: 'What happened in the shop' })
    .fill(JSON.stringify(event, null, 2));
  await opened.page.getByText('Boarding begins at 9:40.').first().waitFor();
  return opened;
}

describe('the phone in the console', () => {
  it('shows pictures, cards with their brand, chips that can be tapped, and mail that can be read', async () => {
    const { page, complaints } = await openPhone();
    const phone = page.getByRole('region', { name: `Phone ${kim.number}` });
    await phone.getByText('A coupon for you').waitFor();
    await phone.getByText('https://shop.example/coupon.png').waitFor();
    await phone.getByRole('button', { name: 'I am here' }).click();
    await phone.getByRole('button', { name: 'Read: Your appointment' }).click();
    await phone.getByRole('group', { name: 'Invitation' }).getByText('Appointment').waitFor();
    await eventually(async () => {
      const shown = page.frames().find((one) => one.url() === 'about:srcdoc');
      expect(await shown?.locator('h1').innerText()).toBe('Hi Kim');
    });
    await takePicture(page, 'phone-mail');
    expect(complaints).toEqual([]);
    const opened = await must('GET', `/v1/messages?recipient=${kim.id}`);
    expect((opened['messages'] as { channel: string }[]).map(({ channel }) => channel).toSorted()).toEqual([
      'email',
      'mms',
      'rcs',
    ]);
  });

  it.each([
    ['light', 1440],
    ['dark', 320],
  ] as const)('has no serious fault for anybody, %s at %i px, and fits', async (scheme, width) => {
    const { page } = await openPhone({ scheme, width });
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await takePicture(page, `phone-rich-${scheme}-${width}`);
    await page.goto(`${system.gatewayUrl}/messages?recipient=${kim.id}`);
    await page.getByText('handed over').first().waitFor();
  });
});
