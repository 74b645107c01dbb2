import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { must, type Person, system } from './hermod.ts';

const FORM = 'application/x-www-form-urlencoded';

/** A link to somebody's preference page, as upstream asks for it. */
export async function linkFor({ id }: Person): Promise<string> {
  const { url } = await must('POST', `/v1/recipients/${id}/preference-link`, {});
  return String(url);
}

/** The same with the installation's own secret, long ago. */
export function expiredLinkFor({ id }: Person): string {
  const secret = readFileSync(join(system.logsDir, '..', 'secret'), 'utf8').trim();
  const payload = Buffer.from(JSON.stringify([1_700_000_000, id])).toString('base64url');
  const mac = createHmac('sha256', secret).update('hermod-preferences-1.').update(payload).digest();
  return `${system.gatewayUrl}/preferences/${payload}.${mac.subarray(0, 16).toString('base64url')}`;
}

/** A tab in which no script runs. */
export async function openWithoutScripts(browser: Browser, url: string, locale = 'en-GB'): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    locale,
    viewport: { width: 800, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  await page.goto(url);
  return page;
}

/** What a program for mail, or a form, sends. */
export function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': FORM, ...headers },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
  });
}

/** An entry of the ledger as the API shows it. */
export type Entry = Readonly<Record<string, unknown>>;

/** Somebody's ledger, newest recording first. */
export async function ledgerOf({ id }: Person): Promise<Entry[]> {
  const { consents } = await must('GET', `/v1/recipients/${id}/consents`);
  return consents as Entry[];
}
