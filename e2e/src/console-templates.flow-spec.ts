import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@hermod/testing';
import { closePages, openBrowser, openSignedIn, seriousFindings, takePicture } from './support/browser.ts';
import { fresh, must, system } from './support/hermod.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => closePages(browser));
afterAll(() => browser.close());

/** A template of its own, saved by the API. */
async function enterTemplate(channel: string, content: object, locales?: object): Promise<string> {
  const name = fresh(channel);
  await must('PUT', `/v1/templates/${name}`, {
    channel,
    content,
    ...(locales === undefined ? {} : { locales }),
  });
  return name;
}

const openTemplate = (name: string, options?: Parameters<typeof openSignedIn>[2]) =>
  openSignedIn(browser, `/templates/${name}`, options);

const preview = (page: Page) => page.getByRole('region', { name: 'What a person gets' });

/** The innermost frame of a page: the one that shows what others wrote. */
function shownFrame(page: Page): Promise<Frame> {
  return eventually(async () => {
    const frame = page.frames().find((one) => one.url() === 'about:srcdoc');
    if (frame === undefined || (await frame.locator('body *').count()) === 0)
      throw new Error('nothing is shown yet');
    return frame;
  });
}

const CARD = {
  carousel: [
    {
      title: 'Gate {{ event.data.gate }}',
      description: 'Boarding begins at 9:40.',
      media: { url: 'https://shop.example/pass.png', height: 'medium' },
      suggestions: [{ text: 'Show the way', location: { latitude: 59.65, longitude: 17.92 } }],
    },
    { title: 'Seat 14 C', suggestions: [{ text: 'Call us', dial: '+46700000001' }] },
  ],
  suggestions: [{ text: 'I am here' }, { text: 'Website', url: 'https://shop.example/help' }],
};

const MAIL = {
  subject: 'Your appointment, {{ recipient.firstName }}',
  preheader: 'Friday at nine',
  html: [
    '<html><body style="font-family: sans-serif; background: rgb(238, 241, 250)">',
    '<h1 style="color: rgb(47, 75, 179)">Hi {{ recipient.firstName }}</h1><p>We see you on Friday.</p>',
    '<img src="https://shop.example/logo.png" alt="The shop" onerror="top.pwned = 1">',
    '<a href="https://shop.example/x" onclick="top.pwned = 1">Change it</a>',
    '</body></html>',
  ].join('\n'),
  text: 'Hi {{ recipient.firstName }}, we see you on Friday.',
  calendar: {
    title: 'Appointment',
    start: '2026-12-04T09:00:00',
    end: '2026-12-04T09:30:00',
    timeZone: 'Europe/Stockholm',
  },
};

describe('a template in the console', () => {
  it('is written in its fields, shown as a person gets it, and saved', async () => {
    const name = fresh('written');
    const { page, complaints } = await openSignedIn(browser, '/templates');
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await preview(page).getByText('Hi Ada, your order').waitFor();
    await page
      .getByRole('textbox', { name: 'Text', exact: true })
      .fill(`Olá {{ recipient.firstName }} 👋 ${'your order is here. '.repeat(5)}`);
    await preview(page).getByText('2 segments').waitFor();
    await preview(page).getByText('UCS-2', { exact: true }).waitFor();
    await preview(page).getByRole('listitem', { name: 'Segment 2 of 2' }).waitFor();
    expect(await preview(page).locator('mark').allInnerTexts()).toEqual(['á', '👋']);
    await takePicture(page, 'template-sms');
    await page.getByRole('button', { name: 'Save the template' }).click();
    await page.getByText('Version 1 is saved').waitFor();
    expect((await must('GET', `/v1/templates/${name}`))['channel']).toBe('sms');
    expect(complaints).toEqual([]);
  });

  it('tells what is wrong at its field, and shows other languages', async () => {
    const name = await enterTemplate(
      'sms',
      { text: 'Hi {{ recipient.firstName }}' },
      { sv: { text: 'Hej {{ recipient.firstName }}' } },
    );
    const { page } = await openTemplate(name);
    await preview(page).getByText('Hi Ada').waitFor();
    await preview(page).getByLabel('Sample').selectOption('bjorn');
    await preview(page).getByText('Hej Björn').waitFor();
    await page
      .getByRole('textbox', { name: 'Text', exact: true })
      .fill('Hi {{ recipient.firstName | shout }}');
    await page.getByRole('alert').first().waitFor();
    const field = page.getByRole('textbox', { name: 'Text', exact: true });
    await eventually(async () => expect(await field.getAttribute('aria-invalid')).toBe('true'));
    await page.getByText('Document', { exact: true }).click();
    await page
      .getByRole('textbox', { name: 'Document' })
      .fill('channel: sms\ncontent:\n  text: "From YAML, {{ recipient.firstName }}"\n');
    await preview(page).getByText('From YAML, Björn').waitFor();
    await takePicture(page, 'template-document');
  });

  it('of an email is shown in a frame where nothing runs, and nothing is fetched unasked', async () => {
    const name = await enterTemplate('email', MAIL);
    const { page, complaints } = await openTemplate(name);
    // Where pages of these names are, nobody knows; what the policy forbids isn't even looked for.
    const asked: string[] = [];
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText !== 'csp') asked.push(request.url());
    });
    const frame = await shownFrame(page);
    expect(await frame.locator('h1').innerText()).toBe('Hi Ada');
    // By its own words, and in its own colours.
    expect(await frame.evaluate("getComputedStyle(document.querySelector('h1')).color")).toBe(
      'rgb(47, 75, 179)',
    );
    await frame.getByText('Change it').click();
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(asked.filter((url) => url.startsWith('https:'))).toEqual([]);
    await preview(page).getByText('Appointment', { exact: true }).waitFor();
    await preview(page).getByText('9:00', { exact: false }).first().waitFor();
    await takePicture(page, 'template-email');
    await preview(page).getByRole('button', { name: 'Show pictures' }).click();
    await eventually(() => expect(asked).toContain('https://shop.example/logo.png'));
    await preview(page).getByText('As text').click();
    await preview(page).getByText('Hi Ada, we see you on Friday.').waitFor();
    // The picture was forbidden until it was asked for, and nothing else was tried.
    expect(complaints.filter((complaint) => !complaint.includes('img-src data:'))).toEqual([]);
  });

  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 320],
    ['dark', 320],
  ] as const)('has no serious fault for anybody, %s at %i px, and fits', async (scheme, width) => {
    const rcs = await enterTemplate('rcs', CARD);
    const mms = await enterTemplate('mms', {
      text: 'For you',
      media: [{ url: 'https://shop.example/coupon.png' }],
    });
    const { page } = await openTemplate(rcs, { scheme, width });
    for (const [path, shows] of [
      ['/templates', rcs],
      [`/templates/${rcs}`, 'Gate gate'],
      [`/templates/${mms}`, 'For you'],
    ] as const) {
      await page.goto(system.gatewayUrl + path);
      await page.getByText(shows).first().waitFor();
      expect(await seriousFindings(page), path).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(width);
      await takePicture(page, `templates-${path.split('/')[2]?.split('-')[0] ?? 'list'}-${scheme}-${width}`);
    }
  });
});
