import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closePages, openBrowser, openSignedIn, seriousFindings, takePicture } from './support/browser.ts';
import { ended, enter, eventFor, fire, fresh, must } from './support/hermod.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => closePages(browser));
afterAll(() => browser.close());

/** A journey that a designer writes: nothing but a wait, so that it needs no template. */
const document = (journey: string, hours: number): string => `# Written in the console.
journey: ${journey}
purpose: transactional
start: { on: com.shop.${journey} }
expires: P2D
steps:
  - { id: rest, wait: { for: PT${hours}H } }
  - { id: done, end: over }
`;

const write = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Document' }).fill(text);
};
const save = (page: Page): Promise<void> => page.getByRole('button', { name: 'Save the draft' }).click();

describe('a journey in the console', () => {
  it('is written, saved as it was written, and published', async () => {
    const journey = fresh('written');
    const { page, complaints } = await openSignedIn(browser, '/journeys');
    await page.getByRole('textbox', { name: 'Name' }).fill(journey);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('heading', { name: journey, level: 1 }).waitFor();
    await write(page, document(journey, 2));
    await save(page);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 1 is published').waitFor();
    await page.getByRole('table', { name: 'Versions' }).getByText('version 1').waitFor();
    expect(await page.getByRole('textbox', { name: 'Document' }).inputValue()).toBe(document(journey, 2));
    expect((await must('GET', `/v1/journeys/${journey}`))['expires']).toBe('P2D');
    expect(complaints).toEqual([]);
  });

  it('is checked while it is written, and shown with what can happen by it', async () => {
    const journey = fresh('looked');
    const { page, complaints } = await openSignedIn(browser, `/journeys/${journey}`);
    const figures = page.getByRole('table', { name: 'What can happen' });
    // A push that nobody opens, then a text.
    await figures.getByRole('row', { name: /Most messages to one person 2/ }).waitFor();
    await figures.getByText('how').first().click();
    await figures.getByText('push', { exact: false }).first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await takePicture(page, 'journey-explored');
    await write(page, document(journey, 2).replace('end: over', 'wait: { for: tomorrow }'));
    await page.getByText('steps[1].wait.for').waitFor();
    await figures.waitFor({ state: 'detached' });
    await takePicture(page, 'journey-mistaken');
    expect(complaints).toEqual([]);
  });

  it('is paused and resumed, and its runs are ended', async () => {
    const journey = fresh('held');
    const kim = await enter();
    const { page, complaints } = await openSignedIn(browser, `/journeys/${journey}`);
    await write(page, document(journey, 2));
    await save(page);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 1 is published').waitFor();
    await fire(eventFor(kim, `com.shop.${journey}`));
    await page.getByRole('row', { name: /version 1 .*published 1/ }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('This journey is paused').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('This journey is paused').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Cancel the runs of version 1' }).click();
    await takePicture(page, 'journey-cancelling');
    await page.getByRole('button', { name: 'End them' }).click();
    await page.getByRole('row', { name: /version 1 .*published 0/ }).waitFor();
    expect((await ended(kim)).outcome).toBe('cancelled');
    expect(complaints).toEqual([]);
  });

  it('that somebody else has changed meanwhile is not written over', async () => {
    const journey = fresh('shared');
    const [one, other] = [
      await openSignedIn(browser, `/journeys/${journey}`),
      await openSignedIn(browser, `/journeys/${journey}`),
    ];
    await write(one.page, document(journey, 2));
    await save(one.page);
    await one.page.getByRole('button', { name: 'Publish' }).and(one.page.locator(':enabled')).waitFor();
    await write(other.page, document(journey, 3));
    await save(other.page);
    await other.page.getByRole('alert').getByText('draft', { exact: false }).first().waitFor();
    const kept = await must('GET', `/v1/journeys/${journey}`);
    expect(JSON.stringify(kept)).toContain('PT2H');
  });
});
