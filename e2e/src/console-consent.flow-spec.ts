import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closePages, openBrowser, openSignedIn, seriousFindings, takePicture } from './support/browser.ts';
import { call, enter, fresh, must, system, touch } from './support/hermod.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(() => closePages(browser));
afterAll(() => browser.close());

const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** Asks whether a marketing text about offers may be sent. */
async function ask(page: Page): Promise<Locator> {
  const preview = section(page, 'May I …?');
  await preview.getByLabel('Topic').fill('offers');
  await preview.getByRole('button', { name: 'Ask' }).click();
  return preview.getByRole('status');
}

describe('what somebody said, in the console', () => {
  it('is given, holds with its proof, is withdrawn, and is erased', async () => {
    const kim = await enter();
    const { page, complaints } = await openSignedIn(browser, `/people/${kim.id}`);
    await (await ask(page)).getByText('nobody has recorded that they agreed').waitFor();

    const consents = section(page, 'Consents');
    await consents.getByRole('button', { name: 'Give consent' }).click();
    await consents.getByLabel('Topic').fill('offers');
    await consents.getByLabel('How they said it').selectOption('phone');
    await consents.getByLabel('The exact words they were shown').fill('May we text you our offers?');
    await consents.getByLabel('Why you record it by hand').fill('They called us.');
    await takePicture(page, 'consent-giving');
    expect(await seriousFindings(page)).toEqual([]);
    await consents.getByRole('button', { name: 'Record the consent' }).click();
    await consents.getByText('It stands in the ledger.').waitFor();
    await consents.getByText('“May we text you our offers?”').waitFor();
    await consents.getByText('Details and proof').first().click();
    await consents.getByText('They called us.').waitFor();
    await consents.getByRole('button', { name: 'Copy the hash of entry 2' }).waitFor();
    await (await ask(page)).getByText('they agreed (SMS, marketing, topic offers)').waitFor();
    const holds = consents.getByRole('list', { name: 'What holds now' });
    await holds.getByText('SMS · marketing · offers').waitFor();
    await takePicture(page, 'consent-given');

    await consents.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await consents.getByLabel('Topic').fill('offers');
    await consents.getByLabel('Why you record it by hand').fill('They called again.');
    await consents.getByRole('button', { name: 'Record the withdrawal' }).click();
    await consents.getByText('It stands in the ledger.').waitFor();
    const refused = await ask(page);
    await refused.getByText('No, it may not be sent').waitFor();
    await refused.getByText('they withdrew their consent').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await takePicture(page, 'consent-withdrawn');

    const rights = section(page, 'Their rights');
    await rights.getByRole('button', { name: 'Erase', exact: true }).click();
    await rights.getByLabel('Why is this person erased?').fill('They asked for it.');
    const confirm = rights.getByLabel(`Write ${kim.id} to confirm`);
    await confirm.fill('somebody-else');
    await rights.getByRole('button', { name: 'Erase for good' }).click();
    await rights.getByText('This is another id.').waitFor();
    expect((await call('GET', `/v1/recipients/${kim.id}`)).status).toBe(200);
    await confirm.fill(kim.id);
    await rights.getByRole('button', { name: 'Erase for good' }).click();
    await page.getByRole('heading', { name: `Erasure of ${kim.id}`, level: 1 }).waitFor();
    await page.getByText('They asked for it.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await takePicture(page, 'erasure');
    await page.getByRole('link', { name: 'To the person' }).click();
    await page.getByText('This person was erased').waitFor();
    expect(await page.getByText('May we text you our offers?').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('is refused with the reason at the field, and nothing is written', async () => {
    const kim = await enter();
    const { page } = await openSignedIn(browser, `/people/${kim.id}`);
    const consents = section(page, 'Consents');
    await consents.getByRole('button', { name: 'Give consent' }).click();
    await consents.getByLabel('Topic').fill('no topic!');
    await consents.getByLabel('The exact words they were shown').fill('Yes');
    await consents.getByLabel('Why you record it by hand').fill('A slip.');
    await consents.getByRole('button', { name: 'Record the consent' }).click();
    await consents.getByRole('alert').waitFor();
    expect(await consents.getByLabel('Topic').getAttribute('aria-invalid')).toBe('true');
    const { consents: entries } = await must('GET', `/v1/recipients/${kim.id}/consents`);
    expect(entries).toHaveLength(1);
  });

  it('can be set by the person, and taken away as a file', async () => {
    const kim = await enter();
    const { page, complaints } = await openSignedIn(browser, `/people/${kim.id}`);
    const rights = section(page, 'Their rights');
    await rights.getByRole('button', { name: 'Preference page' }).click();
    await rights.getByRole('button', { name: 'Make the link' }).click();
    const link = rights.getByRole('link', { name: 'Link to the preference page' });
    expect(await link.getAttribute('href')).toContain('/preferences/');
    await rights.getByRole('button', { name: 'Export', exact: true }).click();
    await rights.getByLabel('Why is it exported?').fill('They asked for it.');
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      rights.getByRole('button', { name: 'Download the file' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`${kim.id}.json`);
    await rights.getByText('It holds personal data').waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('a text that may ask for an end', () => {
  it('waits to be read, holds marketing meanwhile, and is settled with a reason', async () => {
    const kim = await enter();
    await touch(kim, 'replies', { text: 'Please leave me alone, will you?' });
    const { page, complaints } = await openSignedIn(browser, `/reviews?recipient=${kim.id}`);
    const review = page.getByRole('article').filter({ hasText: kim.id });
    await review.locator('mark', { hasText: 'leave me alone' }).waitFor();
    await page.getByRole('navigation').getByLabel('to read').waitFor();
    await review.getByRole('button', { name: 'Settle this text' }).click();
    const form = review.getByRole('region', { name: 'Settle this text' });
    await form.getByLabel('Why you think so').fill('They want peace.');
    await form.getByRole('button', { name: 'Settle' }).click();
    await form.getByText('Choose one.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await takePicture(page, 'review');
    await form.getByLabel('They want no more messages').check();
    await form.getByRole('button', { name: 'Settle' }).click();
    await review.waitFor({ state: 'detached' });
    await page.getByLabel('Show').selectOption('settled');
    await page.getByText('They want peace.').waitFor();
    await page.goto(`${system.gatewayUrl}/people/${kim.id}`);
    await section(page, 'Consents').getByText('since their STOP').first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('the policy in the console', () => {
  it('is refused with the reason at its field, and holds once it is right', async () => {
    const { page, complaints } = await openSignedIn(browser, '/policy');
    const caps = section(page, 'Caps');
    await caps.getByRole('button', { name: 'Add a cap' }).click();
    const cap = caps.getByRole('group', { name: /^Cap \d+$/ }).last();
    await cap.getByLabel('Name').fill(fresh('cap'));
    await cap.getByLabel('At most').fill('0');
    await cap.getByLabel('Within hours').fill('24');
    await page.getByRole('button', { name: 'Save the policy' }).click();
    await page.getByRole('alert').waitFor();
    expect(await cap.getByLabel('At most').getAttribute('aria-invalid')).toBe('true');
    expect(await cap.getByLabel('Within hours').getAttribute('aria-invalid')).not.toBe('true');
    expect(await seriousFindings(page)).toEqual([]);
    await takePicture(page, 'policy-refused');
    // Other stories need their messages: what is saved here holds nothing back.
    await caps
      .getByRole('button', { name: /^Remove cap/ })
      .last()
      .click();
    await page.getByRole('button', { name: 'Save the policy' }).click();
    await page.getByText(/Version \d+ holds for every decision/).waitFor();
    expect(complaints).toEqual([]);
  });
});
