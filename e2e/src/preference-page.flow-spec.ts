import { randomInt } from 'node:crypto';
import { eventually } from '@hermod/testing';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closePages, openBrowser, openPage, seriousFindings, takePicture } from './support/browser.ts';
import { logTraces, spanTraces } from './support/canary.ts';
import {
  arrived,
  call,
  eventFor,
  fire,
  fresh,
  must,
  type Person,
  publish,
  system,
  touch,
} from './support/hermod.ts';
import { expiredLinkFor, ledgerOf, linkFor, openWithoutScripts, post } from './support/preference-links.ts';

const OFFERS = fresh('offers');
const NEWS = fresh('news');
const GIVEN = { channel: 'sms', purpose: 'marketing', topic: OFFERS, state: 'given', method: 'form' };
const LANGUAGES = [
  ['en', 'light', 'Messages from Nordic Outdoor', 'Save'],
  ['sv', 'dark', 'Meddelanden från Nordic Outdoor', 'Spara'],
  ['de', 'light', 'Nachrichten von Nordic Outdoor', 'Speichern'],
  ['fr', 'dark', 'Messages de Nordic Outdoor', 'Enregistrer'],
] as const;

let browser: Browser;
let policyBefore: object;

beforeAll(async () => {
  browser = await openBrowser();
  policyBefore = (await must('GET', '/v1/policy'))['policy'] as object;
  await must('PUT', '/v1/policy', {
    ...policyBefore,
    organisation: { name: 'Nordic Outdoor', contact: 'help@nordic.example' },
    topics: [
      { topic: OFFERS, title: { en: 'Offers', sv: 'Erbjudanden', de: 'Angebote', fr: 'Offres' } },
      { topic: NEWS, title: { en: 'News' }, description: { en: 'Once a month.' }, channels: ['email'] },
    ],
  });
}, 60_000);
afterEach(() => closePages(browser));
afterAll(async () => {
  await browser.close();
  await must('PUT', '/v1/policy', policyBefore);
});

/** Somebody with a number and a mailbox, who has agreed to offers by text. */
async function enterReader(locale = 'en-GB'): Promise<Person> {
  const digits = `467${randomInt(10_000_000, 99_999_999)}`;
  const person = { id: fresh('reader'), number: `+${digits}` };
  await must('PUT', `/v1/recipients/${person.id}`, {
    country: 'SE',
    timeZone: 'Europe/Stockholm',
    locale,
    contactPoints: [
      { channel: 'sms', address: person.number },
      { channel: 'email', address: `${digits}@sim.test` },
    ],
  });
  await must('POST', `/v1/recipients/${person.id}/consents`, GIVEN);
  return person;
}

describe('the preference page without scripts', () => {
  it('shows what holds, keeps what was changed, and nothing else', async () => {
    const kim = await enterReader('sv-SE');
    const page = await openWithoutScripts(browser, await linkFor(kim));
    expect(await page.locator('html').getAttribute('lang')).toBe('sv');
    const offers = page.getByRole('group', { name: 'Erbjudanden' });
    expect(await offers.getByLabel('Sms').isChecked()).toBe(true);
    expect(await offers.getByLabel('E-post').isChecked()).toBe(false);
    expect(await page.getByText(`+46 •• •• ${kim.number.slice(-2)}`).count()).toBe(1);
    await offers.getByLabel('Sms').uncheck();
    await page.getByRole('group', { name: 'News' }).getByLabel('E-post').check();
    await page.getByLabel('Från').fill('22:00');
    await page.getByLabel('Till').fill('07:00');
    await page.getByRole('button', { name: 'Spara' }).click();
    await page.getByText('Sparat.').waitFor();
    expect(await offers.getByLabel('Sms').isChecked()).toBe(false);
    expect(await page.getByRole('group', { name: 'News' }).getByLabel('E-post').isChecked()).toBe(true);
    expect(await page.getByLabel('Från').inputValue()).toBe('22:00');

    const [one, other, ...before] = await ledgerOf(kim);
    expect(before).toHaveLength(1);
    const said = [one!, other!].toSorted((a, b) => (String(a['state']) < String(b['state']) ? -1 : 1));
    expect(said).toMatchObject([
      {
        state: 'given',
        channel: 'email',
        purpose: 'marketing',
        topic: NEWS,
        method: 'preference-page',
        language: 'sv',
      },
      { state: 'withdrawn', channel: 'sms', purpose: 'marketing', topic: OFFERS, language: 'sv' },
    ]);
    expect(said[0]!['wording']).toBe(
      'Jag vill få reklam från Nordic Outdoor om de ämnen och på de sätt som jag kryssar för. Jag kan ändra det här när som helst.\nNews\nOnce a month.\nE-post',
    );
    expect(said[0]!['wordingVersion']).toMatch(/^page 1, policy \d+$/);
    expect(said[0]!['source']).toMatchObject({
      page: `${system.gatewayUrl}/preferences`,
      ip: '127.0.0.1',
      userAgent: expect.stringContaining('Chrome') as string,
    });
    expect(await must('GET', `/v1/recipients/${kim.id}/preferences`)).toMatchObject({
      quietHours: { from: '22:00', to: '07:00' },
    });
    const asked = { recipient: kim.id, channel: 'sms', purpose: 'marketing', topic: OFFERS };
    expect(await must('POST', '/v1/decisions/preview', asked)).toMatchObject({ rule: 'consent-withdrawn' });
  });

  it('tells in the form what is wrong, and keeps what was typed', async () => {
    const kim = await enterReader();
    const page = await openWithoutScripts(browser, await linkFor(kim));
    await page.getByRole('group', { name: 'Offers' }).getByLabel('Email').check();
    await page.getByLabel('From').fill('22:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Quiet hours need both times' }).click();
    expect(await page.locator('#quiet-from:focus').count()).toBe(1);
    expect(await page.getByRole('group', { name: 'Offers' }).getByLabel('Email').isChecked()).toBe(true);
    expect(await ledgerOf(kim)).toHaveLength(1);
  });

  it('that was opened before something changed undoes nothing, and says so', async () => {
    const kim = await enterReader();
    const page = await openWithoutScripts(browser, await linkFor(kim));
    await must('POST', `/v1/recipients/${kim.id}/consents`, { ...GIVEN, state: 'withdrawn' });
    await page.getByRole('group', { name: 'Offers' }).getByLabel('Email').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Something had changed since you opened this page').waitFor();
    expect(await page.getByRole('group', { name: 'Offers' }).getByLabel('Text message').isChecked()).toBe(
      false,
    );
    expect(await page.getByRole('group', { name: 'Offers' }).getByLabel('Email').isChecked()).toBe(true);
    expect((await ledgerOf(kim)).map(({ channel, state }) => `${String(channel)} ${String(state)}`)).toEqual([
      'email given',
      'sms withdrawn',
      'sms given',
    ]);
  });

  it('ends all advertising or everything with one button, and a repeat adds nothing', async () => {
    const kim = await enterReader();
    const page = await openWithoutScripts(browser, await linkFor(kim));
    await page.getByRole('button', { name: 'Stop all advertising' }).click();
    await page.getByText('All advertising is stopped.').waitFor();
    expect(await page.getByRole('group', { name: 'Offers' }).getByLabel('Text message').isChecked()).toBe(
      false,
    );
    for (let n = 0; n < 2; n += 1) {
      await page.getByRole('button', { name: 'Stop everything, security messages too' }).click();
      await page.getByText('Everything is stopped.').waitFor();
    }
    const asked = { recipient: kim.id, channel: 'email', purpose: 'critical' };
    expect(await must('POST', '/v1/decisions/preview', asked)).toMatchObject({ rule: 'consent-withdrawn' });
    expect(await ledgerOf(kim)).toHaveLength(1 + 5 + 5);
  });

  it('offers nothing for a number that has sent STOP, and says how to come back', async () => {
    const kim = await enterReader();
    await must('POST', `/v1/recipients/${kim.id}/consents`, { ...GIVEN, state: 'withdrawn' });
    await touch(kim, 'replies', { text: 'STOP' });
    const url = await linkFor(kim);
    await eventually(async () => {
      const text = await (await fetch(url, { signal: AbortSignal.timeout(10_000) })).text();
      expect(text).toContain('text START from this phone');
    });
    const page = await openWithoutScripts(browser, url);
    expect(await page.getByLabel('Text message').count()).toBe(0);
    const forged = `act=save&lang=en&shown=sms:marketing:${OFFERS}%3Doff&tick=sms:marketing:${OFFERS}`;
    expect((await post(url, forged)).headers.get('location')).toContain('told=outdated');
    expect((await ledgerOf(kim)).filter(({ state }) => state === 'given')).toHaveLength(1);
  });
});

describe('the preference page', () => {
  it.each(LANGUAGES)(
    'in %s, %s: nobody is shut out on a small screen',
    async (language, scheme, heading, save) => {
      const kim = await enterReader();
      const { page, complaints } = await openPage(browser, { width: 320, scheme });
      await page.goto(`${await linkFor(kim)}?lang=${language}`);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await page.getByRole('button', { name: save, exact: true }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await takePicture(page, `preferences-${language}`);
    },
  );

  it('is found with the language of the browser when nobody knows the person’s', async () => {
    const kim = await enterReader('fi-FI');
    const page = await openWithoutScripts(browser, await linkFor(kim), 'de-AT');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByRole('link', { name: 'Français' }).click();
    await page.getByRole('heading', { name: 'Messages de Nordic Outdoor' }).waitFor();
  });
});

describe('a link', () => {
  it('that was tampered with, has expired, or is of somebody who was erased, says so in four languages', async () => {
    const kim = await enterReader();
    const url = await linkFor(kim);
    const nobody = { id: fresh('nobody'), number: '' };
    const answers: [string, number][] = [
      [`${url.slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`, 404],
      [`${system.gatewayUrl}/preferences/x`, 404],
      [`${system.gatewayUrl}/u/${url.split('/').at(-1)!}`, 404],
      [expiredLinkFor(kim), 410],
      [expiredLinkFor(nobody), 410],
    ];
    const titles = new Set<string>();
    for (const [link, status] of answers) {
      for (const lang of ['en', 'sv', 'de', 'fr']) {
        const answer = await fetch(`${link}?lang=${lang}`, { signal: AbortSignal.timeout(10_000) });
        expect([link, answer.status, answer.headers.get('content-language')]).toEqual([link, status, lang]);
        titles.add(/<title>([^<]+)/.exec(await answer.text())![1]!);
      }
    }
    expect(titles.size).toBe(8);
    await must('DELETE', `/v1/recipients/${kim.id}`);
    const gone = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    expect([gone.status, await gone.text()]).toEqual([
      410,
      expect.stringContaining('There is nothing here any more'),
    ]);
    expect((await call('POST', `/v1/recipients/${kim.id}/preference-link`, {})).status).toBe(410);
  });

  it('takes nothing but its form, runs no script and is kept nowhere', async () => {
    const url = await linkFor(await enterReader());
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await post(url, 'act=save&lang=en&more=1')).status).toBe(400);
    expect((await post(url, 'x'.repeat(100_000))).status).toBe(413);
    expect((await post(url, '{}', { 'content-type': 'application/json' })).status).toBe(415);
  });
});

it('a message carries links: out with one click, and to the page; neither is in any log', async () => {
  const name = fresh('linked');
  const type = `com.shop.${name}`;
  await publish(name, {
    purpose: 'marketing',
    topic: OFFERS,
    start: { on: type },
    steps: [{ id: 'tell', send: [{ push: `${name}-push` }] }],
  });
  const content = { title: 'Offers', body: 'Out: {{ links.unsubscribe }} More: {{ links.preferences }}' };
  await must('PUT', `/v1/templates/${name}-push`, { channel: 'push', content });
  const kim = { id: fresh('linked'), number: `+467${randomInt(10_000_000, 99_999_999)}` };
  const token = { channel: 'push', provider: 'fcm', address: `sim-${kim.number.slice(1)}` };
  await must('PUT', `/v1/recipients/${kim.id}`, {
    contactPoints: [token],
    country: 'SE',
    timeZone: 'Europe/Stockholm',
  });
  await fire(eventFor(kim, type));
  const { text } = await arrived(kim, 'push');
  const [out, preferences] = [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => link);

  const shown = await fetch(out!, { signal: AbortSignal.timeout(10_000) });
  expect(await shown.text()).toContain('I want no more advertising by app notification about “Offers”.');
  expect((await fetch(preferences!, { signal: AbortSignal.timeout(10_000) })).status).toBe(200);
  expect(await ledgerOf(kim)).toEqual([]);
  for (let n = 0; n < 2; n += 1) {
    const answer = await post(out!, 'List-Unsubscribe=One-Click');
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
  }
  expect(await ledgerOf(kim)).toMatchObject([
    { state: 'withdrawn', channel: 'push', purpose: 'marketing', topic: OFFERS, method: 'unsubscribe-link' },
  ]);

  const { messages } = await must('GET', `/v1/messages?recipient=${kim.id}`);
  const { content: words } = await must('GET', `/v1/messages/${(messages as { id: string }[])[0]!.id}`);
  expect(JSON.stringify(words)).toMatch(/\/preferences\/x+/);
  const tokens = [out!, preferences!].map((link) => link.split('/').at(-1)!);
  const traces = [...logTraces(), ...(await spanTraces())].filter(({ text: line }) =>
    tokens.some((one) => line.includes(one)),
  );
  expect(traces.map(({ where }) => where)).toEqual([]);
});
