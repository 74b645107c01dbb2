import { ALL_OPERATIONS } from '@hermod/api';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, openPage } from './support/browser.ts';
import { system } from './support/hermod.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());

it('the reference shows every operation, and nothing in it comes from elsewhere or breaks the policy', async () => {
  const { page, complaints } = await openPage(browser);
  const strangers: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && origin !== system.gatewayUrl) strangers.push(request.url());
  });
  await page.goto(`${system.gatewayUrl}/docs`);
  await page.locator('.opblock').first().waitFor();
  expect(await page.locator('.opblock').count()).toBe(ALL_OPERATIONS.length);
  const operation = page.locator('#operations-Events-publishEvents');
  await operation.locator('.opblock-summary-control').click();
  await operation.locator('.opblock-description').waitFor();
  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
});

it('the documents are served as they are checked in', async () => {
  for (const name of ['openapi.json', 'asyncapi.json']) {
    const answer = await fetch(`${system.gatewayUrl}/${name}`, { signal: AbortSignal.timeout(10_000) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(Object.keys((await answer.json()) as object)).toContain('info');
  }
});
