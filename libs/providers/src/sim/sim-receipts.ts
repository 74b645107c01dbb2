import { createHmac, timingSafeEqual } from 'node:crypto';
import { Instant, ReceiptKind } from '@hermod/contracts';
import { z } from 'zod';
import { readCallback } from '../callback-token.ts';
import {
  refuse,
  singleHeader,
  type ReaderOptions,
  type PromptReceiptReader,
  type WebhookReading,
  type WebhookRequest,
} from '../receipt-reader.ts';
import type { SimConfig } from './sim-config.ts';

const SimReceipt = z.object({
  id: z.string().min(1).max(200),
  reference: z.string().max(200),
  status: z.string().max(50),
  at: Instant,
  reason: z.string().max(200).optional(),
});

const ANSWER = { status: 200, contentType: 'application/json', body: '{}' };

/** Reads the simulator's receipts: JSON, signed by `x-sim-signature` = hex HMAC-SHA256 of the body. */
export function openSimReceiptReader(
  config: SimConfig,
  { callbackSecret }: ReaderOptions,
): PromptReceiptReader {
  return { type: 'sim', read: (request) => readReceipt(request, config.secret, callbackSecret) };
}

function readReceipt(request: WebhookRequest, secret: string, callbackSecret: string): WebhookReading {
  const signature = singleHeader(request, 'x-sim-signature');
  if (signature === undefined)
    return refuse('WEBHOOK_UNSIGNED', 'the webhook is not signed', 'x-sim-signature');
  if (!isSame(signSimReceipt(request.rawBody, secret), signature)) {
    return refuse('WEBHOOK_SIGNATURE_INVALID', 'the signature does not fit the secret', 'x-sim-signature');
  }
  const read = SimReceipt.safeParse(parsed(request.rawBody));
  if (!read.success)
    return refuse('WEBHOOK_MALFORMED', 'this is no receipt', read.error.issues[0]?.path.join('.') || 'body');
  const claims = readCallback(URL.parse(request.url)?.searchParams.get('t') ?? '', callbackSecret);
  // The URL is not under the signature, so the attempt that it names must be the one in the body.
  if (claims === undefined || claims.attemptId !== read.data.reference) {
    return refuse('WEBHOOK_TOKEN_INVALID', 'the callback URL is none of ours, or of another message', 't');
  }
  const { id, status, at, reason } = read.data;
  const kind = ReceiptKind.safeParse(status);
  const receipts = kind.success
    ? [{ kind: kind.data, claims, providerMessageId: id, at, ...(reason === undefined ? {} : { reason }) }]
    : [];
  return { ok: true, receipts, inbound: [], answer: ANSWER };
}

/** The signature of a receipt's body. */
export function signSimReceipt(rawBody: Buffer | string, secret: string): string {
  return createHmac('sha256', secret).update(rawBody).digest('hex');
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
