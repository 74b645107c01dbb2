import { eventually } from '@hermod/testing';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closePages, openBrowser, openPage, openSignedIn } from './support/browser.ts';
import { enter, eventFor, fresh, must, type Person, publish, system } from './support/hermod.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => closePages(browser));
afterAll(() => browser.close());

describe('the console', () => {
  it('is a page that runs nothing but its own files, at each of its addresses', async () => {
    for (const path of ['/', '/people/ada', '/runs?status=ended', '/dead-letters', '/health']) {
      const page = await fetch(system.gatewayUrl + path);
      const policy = page.headers.get('content-security-policy') ?? '';
      const [, nonce = ''] = /script-src 'self' 'nonce-([\w-]+)'/.exec(policy) ?? [];
      const html = await page.text();
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(policy).toContain("connect-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      for (const [tag] of html.matchAll(/<script[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
      expect(html).not.toMatch(/<script[^>]*>[^<]/);
    }
  });

  it('has files that a browser keeps for ever, compressed when they were built', async () => {
    const html = await (await fetch(system.gatewayUrl)).text();
    const [script = ''] = /\/assets\/[\w-]+\.js/.exec(html) ?? [];
    const file = await fetch(system.gatewayUrl + script, { headers: { 'accept-encoding': 'br' } });
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect(file.headers.get('content-encoding')).toBe('br');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('signing in', () => {
  it('takes the key that was handed over out of the address at once', async () => {
    const { page, complaints } = await openSignedIn(browser, '/runs');
    expect(page.url()).toBe(`${system.gatewayUrl}/runs`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Runs');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Hermod' }).waitFor();
    expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('refuses a wrong key in words, and stays where it was going with the right one', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${system.gatewayUrl}/health`);
    await page.getByLabel('Key', { exact: false }).first().fill('not-the-key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('not known').waitFor();
    await page.getByLabel('Key', { exact: false }).first().fill(system.apiKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Health', level: 1 }).waitFor();
  });

  it('is asked for again when the key is revoked', async () => {
    const issued = await must('POST', '/v1/keys', { name: fresh('console'), scopes: ['read'] });
    const { page } = await openPage(browser);
    await page.goto(`${system.gatewayUrl}/runs#key=${encodeURIComponent(String(issued['key']))}`);
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    await must('DELETE', `/v1/keys/${String(issued['id'])}`);
    await page.getByText('You were signed out').waitFor();
  });
});

describe('the page with the phone', () => {
  const name = fresh('seen');
  const type = `com.shop.${name}`;
  let kim: Person;

  beforeAll(async () => {
    await publish(name, {
      purpose: 'transactional',
      topic: 'order-updates',
      start: { on: type, when: 'event.data.total > 0' },
      steps: [
        {
          id: 'tell',
          escalate: [
            { push: `${name}-push`, until: 'opened', within: 'PT1M' },
            { sms: `${name}-sms`, until: 'delivered', within: 'PT1M' },
          ],
        },
      ],
    });
    kim = await enter();
  });

  it('greets with the event of the demo, and tells slips beside it', async () => {
    const { page } = await openSignedIn(browser);
    const form = page.getByLabel('What happened in the shop');
    expect(JSON.parse(await form.inputValue())).toMatchObject({ type: 'com.shop.order.shipped' });
    await form.fill('{ "id": }');
    await page.getByRole('button', { name: 'Send the event' }).click();
    await page.getByText('This is no JSON').waitFor();
    await page.getByRole('button', { name: 'Back to the demo' }).click();
    await eventually(async () => expect(await page.getByText('This is no JSON').count()).toBe(0));
  });

  it('shows an event become a message, the message being opened, and why it all happened', async () => {
    const { page, complaints } = await openSignedIn(browser);
    const event = eventFor(kim, type, { total: 129 });
    await page.getByLabel('What happened in the shop').fill(JSON.stringify(event));
    await page.getByText(`Phone ${kim.number}`).or(page.getByText(kim.number)).first().waitFor();
    await page.getByRole('button', { name: 'Send the event' }).click();
    const notifications = page.getByRole('list', { name: 'Notifications' });
    await notifications.getByText('Hi Kim, order O-').waitFor();
    const story = page.getByRole('group', { name: 'What Hermod does' });
    await story.getByText('Push handed over to fcm').waitFor();
    await story.getByText('the app registered for pushes', { exact: false }).waitFor();
    await notifications.getByRole('button', { name: 'Open: News' }).click();
    await story.getByText('Opened on rung 1').waitFor();
    await story.getByText('The run ended: reached').waitFor();
    await notifications.getByText('Opened').waitFor();
    // The next one would be a new event without further ado.
    const next = JSON.parse(await page.getByLabel('What happened in the shop').inputValue()) as {
      id: string;
    };
    expect(next.id).not.toBe(event['id']);
    expect(complaints).toEqual([]);
  });

  it('lets the person write back, and a STOP is on record', async () => {
    const { page } = await openSignedIn(browser);
    await page
      .getByLabel('What happened in the shop')
      .fill(JSON.stringify(eventFor(kim, type, { total: 1 })));
    await page.getByText(kim.number).first().waitFor();
    await page.getByLabel('Reply').first().fill('STOP');
    await page.getByRole('button', { name: 'Reply' }).click();
    await page.getByRole('list', { name: 'Texts' }).getByText('STOP').waitFor();
    await page.goto(`${system.gatewayUrl}/people/${kim.id}`);
    await page.getByText('written from the phone').first().waitFor();
  });

  it('says so when nothing begins with an event', async () => {
    const { page } = await openSignedIn(browser);
    const form = page.getByLabel('What happened in the shop');
    await form.fill(JSON.stringify(eventFor(kim, `${type}.nobody-listens`)));
    await page.getByText(kim.number).first().waitFor();
    await page.getByRole('button', { name: 'Send the event' }).click();
    await page.getByText('No journey began').waitFor();
  });
});
