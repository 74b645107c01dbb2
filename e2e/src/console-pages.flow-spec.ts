import { eventually, kafkaOf } from '@hermod/testing';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  closePages,
  openBrowser,
  openPage,
  openSignedIn,
  type Scheme,
  seriousFindings,
  takePicture,
} from './support/browser.ts';
import {
  ended,
  enter,
  eventFor,
  fire,
  fresh,
  must,
  type Person,
  publish,
  system,
  touch,
} from './support/hermod.ts';

/** What would run, lead astray or turn the page around, were it taken for anything but text. */
const HOSTILE = [
  '<img src=x onerror="window.pwned=1">',
  '"><script>window.pwned=1</script>',
  '[click](javascript:window.pwned=1) javascript:window.pwned=1',
  '\u202Eevil\u202C{{constructor.constructor("window.pwned=1")()}}',
].join(' ');
const LONG = `${HOSTILE} ${'x'.repeat(100_000)}`;
/** As long as an attribute may be. */
const LONG_NAME = LONG.slice(0, 12_000);

let browser: Browser;
let kim: Person;
/** Was erased. */
let leo: Person;
let journey: string;
let run: string;
let message: string;
let letter: string;

beforeAll(async () => {
  browser = await openBrowser();
  const name = fresh('pages');
  journey = name;
  await publish(name, {
    purpose: 'transactional',
    topic: 'order-updates',
    start: { on: `com.shop.${name}` },
    steps: [{ id: 'tell', send: [{ push: `${name}-push` }] }],
  });
  kim = await enter('order-updates', { firstName: HOSTILE, nickname: LONG_NAME });
  await fire(eventFor(kim, `com.shop.${name}`, { orderId: `O-1 ${HOSTILE}` }));
  const story = await ended(kim);
  run = story.id;
  message = story.timeline.find((entry) => entry.message !== undefined)!.message!;
  letter = await makeDeadLetter(kim);
  await touch(kim, 'replies', { text: 'Please leave me alone, will you?' });
  leo = await enter();
  await must('DELETE', `/v1/recipients/${leo.id}?reason=asked`);
});
afterEach(() => closePages(browser));
afterAll(() => browser.close());

/** A record that nobody can read. @returns the id under which it is kept. */
async function makeDeadLetter({ id }: Person): Promise<string> {
  const producer = kafkaOf(system).producer();
  await producer.connect();
  await producer.send({
    topic: 'hermod.domain-events',
    messages: [{ key: id, value: JSON.stringify({ specversion: '1.0', text: LONG }) }],
  });
  await producer.disconnect();
  return eventually(
    async () => {
      const { deadLetters } = await must('GET', '/v1/dead-letters?limit=200');
      const found = (deadLetters as { id: string; key: string }[]).find(({ key }) => key === id);
      if (found === undefined) throw new Error('no dead letter yet');
      return found.id;
    },
    { timeoutMs: 30_000 },
  );
}

/** Every page with something on it: its name, its address, and what shows that it is there. */
const pages = (): [name: string, path: string, shows: string][] => [
  ['phone', '/', 'What Hermod does'],
  ['people', '/people', 'Recipient'],
  ['person', `/people/${kim.id}`, 'nickname'],
  ['erased', `/people/${leo.id}`, 'This person was erased'],
  ['erasure', `/people/${leo.id}/erasure`, 'Copies that end by themselves'],
  ['reviews', `/reviews?recipient=${kim.id}`, 'leave me alone'],
  ['settled-reviews', '/reviews?status=settled', 'Texts that may ask for an end'],
  ['policy', '/policy', 'Quiet hours'],
  ['journeys', '/journeys', journey],
  ['journey', `/journeys/${journey}`, 'version 1'],
  ['senders', '/senders', 'Save the sender'],
  ['unmatched', '/unmatched', 'no run had asked for'],
  ['runs', `/runs?recipient=${kim.id}`, 'sent'],
  ['run', `/runs/${run}`, 'Push handed over'],
  ['messages', `/messages?recipient=${kim.id}`, 'handed over'],
  ['message', `/messages/${message}`, 'Attempt 1 by fcm'],
  ['dead-letters', '/dead-letters', 'FACT_INVALID'],
  ['dead-letter', `/dead-letters/${letter}`, 'Replay'],
  ['health', '/health', 'routing'],
  ['nowhere', '/runs/00000000-0000-4000-8000-000000000000', 'Run not found'],
];

describe('each page of the console', () => {
  it('tells a run with its whys and the message as it looked, and leads on', async () => {
    const { page } = await openSignedIn(browser, `/runs/${run}`);
    await page.getByText('The run started').waitFor();
    await page.getByText('Push handed over to fcm').waitFor();
    await page.getByText('the app registered for pushes', { exact: false }).waitFor();
    await page.getByRole('figure').getByText('News').waitFor();
    await page.getByRole('link', { name: 'Details' }).click();
    await page.getByRole('heading', { name: 'Push message', level: 1 }).waitFor();
    await page.getByText('Attempt 1 by fcm').waitFor();
    await page.getByRole('link', { name: kim.id }).click();
    await page.getByRole('heading', { name: kim.id, level: 1 }).waitFor();
    await page.getByText('Yes, text me about my orders').waitFor();
    await page.getByRole('region', { name: 'Decisions' }).getByText('may be sent').waitFor();
  });

  it('shows whatever it is given as text: no script runs, and no link leads astray', async () => {
    const { page, complaints } = await openSignedIn(browser, `/people/${kim.id}`);
    for (const [, path, shows] of pages()) {
      await page.goto(system.gatewayUrl + path);
      await page.getByText(shows).first().waitFor();
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.locator('img[src="x"], a[href^="javascript:"], script:not([src])').count()).toBe(0);
      expect((await page.locator('body').innerText()).includes('\u202E')).toBe(false);
    }
    await page.goto(`${system.gatewayUrl}/runs/${run}`);
    await page.getByRole('figure').getByText('<img src=x onerror="window.pwned=1">').first().waitFor();
    await page.goto(`${system.gatewayUrl}/people/${kim.id}`);
    await page
      .getByRole('button', { name: /more characters/ })
      .first()
      .click();
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  it('looks into a dead letter and replays it', async () => {
    const { page } = await openSignedIn(browser, '/dead-letters');
    await page.getByLabel('Service').selectOption('routing');
    await page.locator(`a[href="/dead-letters/${letter}"]`).click();
    await page.getByText('It may hold personal data').waitFor();
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('comes back as another dead letter').waitFor();
  });

  it('shows the health of every instance', async () => {
    const { page } = await openSignedIn(browser, '/health');
    await page.getByText('Everything is ready').waitFor();
    for (const service of ['gateway', 'routing', 'consent', 'delivery', 'receipts'])
      await page.getByRole('heading', { name: service, level: 2 }).waitFor();
    await page.getByRole('cell', { name: 'twilio' }).waitFor();
  });

  it('can be reached with the keyboard, past the menu at once', async () => {
    const { page } = await openSignedIn(browser, '/runs');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  it.each<[Scheme, number]>([
    ['light', 1440],
    ['dark', 1440],
    ['light', 320],
    ['dark', 320],
  ])('has no serious fault for anybody, %s at %i px, and fits', async (scheme, width) => {
    const signIn = await openPage(browser, { scheme, width });
    await signIn.page.goto(system.gatewayUrl);
    await signIn.page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await seriousFindings(signIn.page)).toEqual([]);
    await takePicture(signIn.page, `sign-in-${scheme}-${width}`);
    const { page } = await openSignedIn(browser, '/runs', { scheme, width });
    for (const [name, path, shows] of pages()) {
      await page.goto(system.gatewayUrl + path);
      await page.getByText(shows).first().waitFor();
      expect(await seriousFindings(page), name).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(width);
      await takePicture(page, `${name}-${scheme}-${width}`);
    }
  });
});
