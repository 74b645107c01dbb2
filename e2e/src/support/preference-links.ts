import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANNELS, PURPOSES } from '@hermod/contracts';
import type { Browser, Page } from 'playwright-core';
import { must, type Person, system } from './hermod.ts';

const FORM = 'application/x-www-form-urlencoded';
const MAC_BYTES = 16;
/** Seconds since 1970: in 2023, and in 2096. */
const LONG_AGO = 1_700_000_000;
const FAR_AHEAD = 4_000_000_000;

/** A link to somebody's preference page, as upstream asks for it. */
export async function linkFor({ id }: Person): Promise<string> {
  const { url } = await must('POST', `/v1/recipients/${id}/preference-link`, {});
  return String(url);
}

/** A link that is as good as one of Hermod's own, but for its age. */
export function expiredLinkFor({ id }: Pick<Person, 'id'>): string {
  return `${system.gatewayUrl}/preferences/${sign('hermod-preferences-1.', [LONG_AGO, id])}`;
}

/** A link that ends all marketing by email, as a mail would carry it. */
export function unsubscribeLinkFor({ id }: Pick<Person, 'id'>): string {
  const [email, marketing] = [CHANNELS.indexOf('email'), PURPOSES.indexOf('marketing')];
  return `${system.gatewayUrl}/u/${sign('hermod-unsubscribe-1.', [FAR_AHEAD, id, email, marketing])}`;
}

/** With the secret of the installation, which only its owner can read. */
function sign(domain: string, claims: readonly (string | number)[]): string {
  const secret = readFileSync(join(system.logsDir, '..', 'secret'), 'utf8').trim();
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const mac = createHmac('sha256', secret).update(domain).update(payload).digest();
  return `${payload}.${mac.subarray(0, MAC_BYTES).toString('base64url')}`;
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
