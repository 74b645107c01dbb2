import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { eventually } from '@hermod/testing';
import { type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePages, openBrowser, openSignedIn } from './support/browser.ts';
import { publishExample } from './support/examples.ts';
import {
  arrived,
  ended,
  eventFor,
  fire,
  fresh,
  messagesOn,
  must,
  type Person,
  type PhoneMessage,
  runsOf,
  system,
  touch,
} from './support/hermod.ts';

/** A message with what only some channels have. */
interface RichMessage extends PhoneMessage {
  readonly media?: readonly { readonly url: string; readonly contentType?: string }[];
  readonly brand?: { readonly name: string };
  readonly cards?: readonly { readonly title?: string }[];
  readonly suggestions?: readonly { readonly text: string; readonly does: string }[];
  readonly mail?: {
    readonly subject: string;
    readonly html?: string;
    readonly calendar?: { readonly title: string };
  };
}

const picture = (name: string): string => `${system.simulatorUrl}/media/${name}`;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** The phone as the console shows it, for the page of stories; without a folder for pictures nothing is done. */
async function photograph(person: Person, name: string): Promise<void> {
  if (process.env['HERMOD_PICTURES'] === undefined) return;
  const { page } = await openSignedIn(browser, '/', { width: 1440 });
  const event = JSON.stringify(eventFor(person, 'com.shop.nothing'));
  await page.getByRole('textbox', { name: 'What happened in the shop' }).fill(event);
  const phone = page.getByRole('region', { name: `Phone ${person.number}` });
  await phone.waitFor();
  await page.getByRole('button', { name: 'Show pictures' }).click();
  for (const frame of await phone.locator('iframe').all()) {
    const shown = frame.contentFrame().frameLocator('iframe').locator('img');
    await shown.first().waitFor();
  }
  await page.waitForLoadState('networkidle');
  await phone.screenshot({ path: join(process.env['HERMOD_PICTURES'], `phone-${name}.png`) });
  await closePages(browser);
}

interface Entering {
  readonly purpose?: string;
  readonly topic: string;
  readonly digits?: string;
  readonly country?: string;
  readonly timeZone?: string;
}

/** Somebody with a number and a mailbox, who has agreed to texts about a topic. */
async function enter({
  purpose = 'transactional',
  topic,
  digits = `467${randomInt(10_000_000, 99_999_999)}`,
  country = 'SE',
  timeZone = 'Europe/Stockholm',
}: Entering): Promise<Person> {
  const person = { id: fresh('person'), number: `+${digits}` };
  await must('PUT', `/v1/recipients/${person.id}`, {
    attributes: { firstName: 'Kim' },
    timeZone,
    country,
    contactPoints: [
      { channel: 'sms', address: person.number },
      { channel: 'email', address: `${digits}@sim.test` },
    ],
  });
  await must('POST', `/v1/recipients/${person.id}/consents`, {
    channel: 'sms',
    purpose,
    topic,
    state: 'given',
    method: 'form',
    wording: 'Yes, text me',
    wordingVersion: '1',
  });
  return person;
}

const rich = async (person: Person, channel: string): Promise<RichMessage> => arrived(person, channel);
const follow = async (url: string, method = 'GET'): Promise<Response> =>
  fetch(url, { method, redirect: 'manual', signal: AbortSignal.timeout(10_000) });

describe('a payment that looks wrong', () => {
  it('is asked about by SMS at any hour, in the urgent lane, and a NO blocks the card', async () => {
    await publishExample('fraud-question');
    const ada = await enter({ topic: 'card-security' });
    const data = { paymentId: fresh('P'), amount: 'EUR 480', merchant: 'Fast Watches' };
    await fire(eventFor(ada, 'com.bank.payment.questionable', data));
    const question = await rich(ada, 'sms');
    expect(question.text).toBe('Is this you? EUR 480 at Fast Watches. Reply YES or NO.');
    await touch(ada, 'replies', { text: 'No!' });
    expect(await ended(ada)).toMatchObject({ outcome: 'blocked' });
    await photograph(ada, 'fraud');
  });
});

describe('a coupon', () => {
  it('comes as a picture where the phone takes one', async () => {
    await publishExample('coupon');
    const topic = 'offers';
    const grace = await enter({ purpose: 'marketing', topic, ...openUsHours() });
    const data = { code: fresh('FALL'), until: 'Sunday', picture: picture('coupon.png') };
    await fire(eventFor(grace, 'com.shop.coupon.granted', data));
    const mms = await rich(grace, 'mms');
    expect(mms.media).toMatchObject([{ url: data.picture, contentType: 'image/png' }]);
    expect(await ended(grace)).toMatchObject({ outcome: 'given' });
    await photograph(grace, 'coupon');
  });

  it('comes as a text where the country has no MMS, by a decision of its own', async () => {
    const bo = await enter({ purpose: 'marketing', topic: 'offers' });
    const data = { code: fresh('FALL'), until: 'Sunday', picture: picture('coupon.png') };
    await fire(eventFor(bo, 'com.shop.coupon.granted', data));
    const sms = await rich(bo, 'sms');
    expect(sms.text).toContain(data.code);
    const story = await ended(bo);
    expect(story).toMatchObject({ outcome: 'given' });
    expect(story.timeline.map(({ what }) => what)).toContain('failed');
    expect((await messagesOn(bo)).map(({ channel }) => channel)).toEqual(['sms']);
  });
});

describe('a boarding pass', () => {
  const pass = (): object => ({
    booking: fresh('XK'),
    from: 'ARN',
    to: 'CPH',
    gate: 'F38',
    seat: '14C',
    boarding: '16:25',
    picture: picture('boarding-pass.png'),
    passUrl: `${system.gatewayUrl}/docs`,
  });

  it('is a card with chips under the brand of the sender, and a tap moves the run within a second', async () => {
    await publishExample('boarding-pass');
    const ada = await enter({ topic: 'flights' });
    await fire(eventFor(ada, 'com.airline.checkin.done', pass()));
    const card = await rich(ada, 'rcs');
    expect(card.cards).toMatchObject([{ title: 'ARN to CPH' }]);
    expect(card.brand?.name).toEqual(expect.any(String));
    const chips = card.suggestions ?? [];
    expect(chips.map(({ text }) => text)).toEqual(['I have bags', 'Hand luggage only']);
    await photograph(ada, 'boarding');
    await touch(ada, `messages/${card.id}/tap`, { suggestion: 0 });
    const story = await ended(ada);
    expect(story).toMatchObject({ outcome: 'ready' });
    expect(story.timeline.map(({ what }) => what)).toEqual(expect.arrayContaining(['answered', 'bags']));
  });

  it('is a text with numbers where the phone has no RCS', async () => {
    const bo = await enter({ topic: 'flights' });
    await fetch(`${system.simulatorUrl}/phones/${bo.number}/capabilities`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ rcs: false }),
      signal: AbortSignal.timeout(10_000),
    });
    await fire(eventFor(bo, 'com.airline.checkin.done', pass()));
    const sms = await rich(bo, 'sms');
    expect(sms.text).toMatch(/\n1 I have bags\n2 Hand luggage only$/);
    await touch(bo, 'replies', { text: '2' });
    expect(await ended(bo)).toMatchObject({ outcome: 'ready' });
    expect((await messagesOn(bo)).map(({ channel }) => channel)).toEqual(['sms']);
  });
});

describe('an appointment', () => {
  it('is confirmed by email with an entry for the calendar, and by SMS', async () => {
    await publishExample('appointment-confirmed');
    const ada = await enter({ topic: 'appointments' });
    await fire(
      eventFor(ada, 'com.clinic.appointment.confirmed', {
        appointmentId: fresh('A'),
        place: 'the eye clinic',
        when: 'Friday at 14:30',
        start: '2027-11-26T14:30',
        end: '2027-11-26T15:00',
      }),
    );
    const [mail, sms] = await Promise.all([rich(ada, 'email'), rich(ada, 'sms')]);
    expect(mail.mail).toMatchObject({
      subject: 'Your appointment at the eye clinic',
      calendar: { title: 'Appointment at the eye clinic', start: '2027-11-26T13:30:00.000Z' },
    });
    expect(sms.text).toBe('the eye clinic expects you on Friday at 14:30. Details are in your mail.');
    expect(await ended(ada)).toMatchObject({ outcome: 'told' });
    await photograph(ada, 'appointment');
  });
});

describe('an invitation', () => {
  const dinner = (): object => ({
    dinner: fresh('D'),
    title: 'Winter dinner',
    when: '12 December at 18:00',
    place: 'Stadshuset',
    start: '2027-12-12T18:00',
    end: '2027-12-12T23:00',
    picture: picture('invitation.png'),
  });

  it('is answered by a chip, and the seat is taken', async () => {
    await publishExample('invitation');
    const ada = await enter({ topic: 'invitations' });
    await fire(eventFor(ada, 'com.club.dinner.planned', dinner()));
    const card = await rich(ada, 'rcs');
    await photograph(ada, 'invitation');
    await touch(ada, `messages/${card.id}/tap`, { suggestion: 0 });
    expect(await ended(ada)).toMatchObject({ outcome: 'comes' });
  });

  it('goes by mail to whoever has no phone; a GET of the link answers nothing, and its button does', async () => {
    const digits = `467${randomInt(10_000_000, 99_999_999)}`;
    const bo = { id: fresh('person'), number: `+${digits}` };
    await must('PUT', `/v1/recipients/${bo.id}`, {
      attributes: { firstName: 'Bo' },
      contactPoints: [{ channel: 'email', address: `${digits}@sim.test` }],
    });
    await fire(eventFor(bo, 'com.club.dinner.planned', dinner()));
    const mail = await rich(bo, 'email');
    const link = /https?:\/\/\S+\/a\/[\w.-]+/.exec(mail.text)?.[0];
    expect(link).toBeDefined();
    expect((await follow(link!)).status).toBe(200);
    expect((await runsOf(bo))[0]).toMatchObject({ status: 'running' });
    expect((await follow(link!, 'POST')).status).toBe(200);
    await eventually(async () => expect((await runsOf(bo))[0]).toMatchObject({ outcome: 'comes' }), {
      timeoutMs: 30_000,
    });
    await photograph(bo, 'invitation-mail');
  });
});

/** A zone of the United States in which marketing is allowed right now, and a number of it. */
function openUsHours(): Pick<Entering, 'digits' | 'country' | 'timeZone'> {
  const digits = `1808555${randomInt(1000, 9999)}`;
  return { digits, country: 'US', timeZone: zoneAtNoon() };
}

/** A declared zone goes before the number's: one where it is about noon, so that no legal window is shut. */
function zoneAtNoon(): string {
  const offset = 12 - new Date().getUTCHours();
  const hours = offset > 12 ? offset - 24 : offset;
  return hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}
