import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { eventually } from '@hermod/testing';
import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { expect } from 'vitest';
import { system } from './hermod.ts';

export type Scheme = 'light' | 'dark';

/** A page of the console, and what it complained about so far. */
export interface OpenPage {
  readonly page: Page;
  /** Scripts that failed, and what the page's policy forbade; empty when all is well. */
  readonly complaints: readonly string[];
}

/** The package's own flags make a screenshot take seconds. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--headless=shell', '--no-zygote'];
const WAIT_MS = 45_000;

/** A browser from the installed packages alone. */
export async function openBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: FLAGS, headless: true });
}

/** Closes every tab: an open one goes on asking, and takes time from the stories that follow. */
export async function closePages(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

/** A tab of somebody who has never been here. */
export async function openPage(
  browser: Browser,
  { width = 1440, scheme = 'light' }: { readonly width?: number; readonly scheme?: Scheme } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  return { page, complaints };
}

/** The same, signed in with the key that `npm start` would have handed over. */
export async function openSignedIn(
  browser: Browser,
  path = '/',
  options: Parameters<typeof openPage>[1] = {},
): Promise<OpenPage> {
  const opened = await openPage(browser, options);
  await opened.page.goto(`${system.gatewayUrl}${path}#key=${encodeURIComponent(system.apiKey)}`);
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  return opened;
}

/** Whether nothing moves: in the words of the page, whose policy lets no test wait in it. */
const ARE_STILL = "document.getAnimations().every(({ playState }) => playState !== 'running')";

/**
 * What axe finds serious or worse, as one line each. The mouse is moved away first: hovering hides faults. What moves in is
 * waited for: on its way it is paler than it will be.
 */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.mouse.move(0, 0);
  await eventually(async () => expect(await page.evaluate(ARE_STILL)).toBe(true));
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

/** A picture of the whole page in the folder HERMOD_PICTURES, for people: no test looks at it. Without one, none. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['HERMOD_PICTURES'];
  if (folder === undefined || folder === '') return;
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
