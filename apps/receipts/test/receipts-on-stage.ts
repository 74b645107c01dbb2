import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deriveId, type ForwardedReport, REPORT_BATCH_PATH, type ReportAnswers } from '@hermod/contracts';
import { freshPrincipal, PRINCIPAL_HEADER, readPrincipal } from '@hermod/http';
import { type CallbackClaims, SIMULATOR_ACCOUNTS, signCallback } from '@hermod/providers';
import { type RunningService, startService } from '@hermod/service-host';
import { produce, type Stage } from '@hermod/testing';
import { Client } from 'pg';
import twilio from 'twilio';
import { vi } from 'vitest';
import { RECEIPTS } from '../src/receipts.module.ts';

export const PRINCIPAL_SECRET = 'stage-principal-secret-of-32-bytes';
export const SECRET = 'stage-secret-of-at-least-32-bytes!';
const PUBLIC_URL = 'http://127.0.0.1:8080';
export const RECEIPT_TOPICS = ['hermod.receipt-recorded', 'hermod.receipt-recorded.urgent'] as const;
export const INBOUND_TOPICS = ['hermod.inbound-received', 'hermod.inbound-received.urgent'] as const;

/** An instance of receipts on a stage; `deliveryUrl` is where it looks up messages. */
export async function startReceipts(
  stage: Stage,
  deliveryUrl = 'http://127.0.0.1:1',
): Promise<RunningService> {
  vi.stubEnv('LOG_LEVEL', 'fatal');
  return startService(RECEIPTS, { ...stage.env('receipts'), HERMOD_URL_DELIVERY: deliveryUrl });
}

/** A request as the gateway passes it on. */
export function call(
  { url }: Pick<RunningService, 'url'>,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string; scopes?: readonly string[] } = {},
): Promise<Response> {
  const { method = 'GET', headers = {}, body, scopes = [] } = init;
  if (method === 'POST') return report(url, path, { headers, body: body ?? '', scopes });
  return fetch(url + path, {
    method,
    headers: {
      [PRINCIPAL_HEADER]: freshPrincipal(scopes, 'test', PRINCIPAL_SECRET),
      'x-hermod-public-url': PUBLIC_URL + path,
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(20_000),
  });
}

/** A webhook or signal in a batch of its own, as the gateway passes them on. */
async function report(
  url: string,
  path: string,
  { headers, body, scopes }: { headers: Record<string, string>; body: string; scopes: readonly string[] },
): Promise<Response> {
  const one: ForwardedReport = {
    path: path.split('?', 1)[0]!,
    headers: { 'x-hermod-public-url': PUBLIC_URL + path, ...headers },
    body: Buffer.from(body).toString('latin1'),
    scopes: [...scopes],
  };
  const response = await fetch(url + REPORT_BATCH_PATH, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [PRINCIPAL_HEADER]: freshPrincipal([], 'gateway', PRINCIPAL_SECRET),
    },
    body: JSON.stringify({ reports: [one] }),
    signal: AbortSignal.timeout(20_000),
  });
  const { answers } = (await response.json()) as ReportAnswers;
  const { status, contentType, body: text } = answers[0]!;
  return new Response(text, { status, headers: { 'content-type': contentType } });
}

/** Claims of a new message, its first attempt and its run. */
export function claimsOf(recipient: string, changes: Partial<CallbackClaims> = {}): CallbackClaims {
  const messageId = deriveId('test message', randomUUID());
  return {
    recipient,
    messageId,
    attemptId: deriveId('test attempt', messageId),
    runId: deriveId('test run', messageId),
    lane: 'plain',
    channel: 'sms',
    ...changes,
  };
}

export const tokenOf = (claims: CallbackClaims): string => signCallback(claims, SECRET);
export const twilioSid = (): string => `SM${randomUUID().replaceAll('-', '')}`;

type Form = Readonly<Record<string, string>>;

/** A request of Twilio, signed by Twilio's own library. */
export interface TwilioRequest {
  readonly path: string;
  readonly form: Form;
  readonly signature: string | undefined;
}

function signed(path: string, form: Form): TwilioRequest {
  const { twilioAuthToken } = SIMULATOR_ACCOUNTS;
  return {
    path,
    form,
    signature: twilio.getExpectedTwilioSignature(twilioAuthToken, PUBLIC_URL + path, form),
  };
}

/** A status callback for a message. */
export function statusCallback(claims: CallbackClaims, status: string, more: Form = {}): TwilioRequest {
  const sid = twilioSid();
  return signed(`/webhooks/twilio?t=${tokenOf(claims)}`, {
    AccountSid: SIMULATOR_ACCOUNTS.twilioAccountSid,
    ApiVersion: '2010-04-01',
    From: SIMULATOR_ACCOUNTS.twilioSender,
    MessageSid: sid,
    MessageStatus: status,
    SmsSid: sid,
    SmsStatus: status,
    To: '+46700000001',
    ...more,
  });
}

/** A text to our number. */
export function inboundText(from: string, body: string, more: Form = {}): TwilioRequest {
  const sid = twilioSid();
  return signed('/webhooks/twilio', {
    AccountSid: SIMULATOR_ACCOUNTS.twilioAccountSid,
    ApiVersion: '2010-04-01',
    Body: body,
    From: from,
    MessageSid: sid,
    NumMedia: '0',
    SmsSid: sid,
    To: SIMULATOR_ACCOUNTS.twilioSender,
    ...more,
  });
}

export function send(service: Pick<RunningService, 'url'>, request: TwilioRequest): Promise<Response> {
  return call(service, request.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      ...(request.signature === undefined ? {} : { 'x-twilio-signature': request.signature }),
    },
    body: new URLSearchParams(request.form).toString(),
  });
}

export function signal(
  service: Pick<RunningService, 'url'>,
  body: unknown,
  scopes: readonly string[] = [],
): Promise<Response> {
  return call(service, '/v1/signals', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    scopes,
  });
}

/** Fact 9, as consent publishes it: the recipient has these numbers and mailboxes from this revision on. */
export function recipientChanged(
  stage: Stage,
  recipient: string,
  revision: number,
  numbers: readonly string[],
  erased = false,
): Promise<void> {
  const contactPoints = numbers.map((address) => ({
    id: deriveId('test contact point', recipient, address),
    channel: address.includes('@') ? 'email' : 'sms',
    address,
  }));
  const at = new Date().toISOString();
  return produce(stage, {
    topic: 'hermod.recipient-changed',
    key: recipient,
    value: JSON.stringify({ recipient, attributes: {}, contactPoints, erased, at }),
    headers: {
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_source: 'hermod/consent',
      ce_type: 'hermod.recipient-changed',
      ce_time: at,
      'content-type': 'application/json',
      revision: String(revision),
    },
  });
}

/** Runs a statement under the role of receipts. */
export async function query<R extends object>(
  stage: Stage,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new Client({ connectionString: stage.databaseUrls.receipts });
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** What delivery's HTTP API answers, by message id; anything else is unknown there. */
export async function openDelivery(answers: ReadonlyMap<string, { status: number; body: unknown }>): Promise<{
  readonly url: string;
  readonly close: () => void;
}> {
  const server = createServer((request, response) => {
    const principal = request.headers[PRINCIPAL_HEADER];
    const isKnown = readPrincipal(principal as string, PRINCIPAL_SECRET, new Date()) !== undefined;
    const answer = answers.get(request.url?.split('/').at(-1) ?? '');
    const status = isKnown ? (answer?.status ?? 404) : 401;
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer?.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
