import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closePages, openBrowser, openSignedIn, seriousFindings, takePicture } from './support/browser.ts';
import { call, fresh, must } from './support/hermod.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => closePages(browser));
afterAll(() => browser.close());

describe('a sender in the console', () => {
  it('is refused at its field, written with its brand, changed and deleted', async () => {
    const id = fresh('sender');
    const { page, complaints } = await openSignedIn(browser, '/senders');
    await page.getByRole('textbox', { name: 'Sender' }).fill(id);
    await page.getByLabel('Provider').selectOption('twilio');
    const address = page.getByRole('textbox', { name: 'Address' });
    await address.fill('not a number at all');
    await page.getByRole('checkbox', { name: 'SMS' }).check();
    // Of a country where nobody sends in these stories, so that it serves nobody else's message.
    await page.getByRole('textbox', { name: 'Countries' }).fill('is');
    await page.getByRole('textbox', { name: 'Brand' }).fill('The shop');
    await page.getByRole('button', { name: 'Save the sender' }).click();
    await page.getByRole('alert').first().waitFor();
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    await address.fill('+3545550101');
    await page.getByRole('button', { name: 'Save the sender' }).click();
    await page.getByText(`${id} is saved`).waitFor();
    expect(await must('GET', `/v1/senders/${id}`)).toMatchObject({
      address: '+3545550101',
      countries: ['IS'],
      brandName: 'The shop',
    });
    const row = page.getByRole('row', { name: id });
    await row.getByText('The shop').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await takePicture(page, 'senders-one');
    await row.getByRole('button', { name: `Delete ${id}` }).click();
    await row.getByRole('button', { name: 'Delete it' }).click();
    await row.waitFor({ state: 'detached' });
    expect((await call('GET', `/v1/senders/${id}`)).status).toBe(404);
    expect(complaints).toEqual([]);
  });
});
