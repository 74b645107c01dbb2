/** The webhooks of Google RCS for Business. */
import {
  refuse,
  singleHeader,
  type PromptReceiptReader,
  type ReaderOptions,
  type WebhookReading,
  type WebhookRequest,
} from '../receipt-reader.ts';
import type { RbmConfig } from './rbm-config.ts';
import { RbmEnvelope, RbmEvent, RbmHandshake } from './rbm-event.ts';
import { isSame, signRbm } from './rbm-signature.ts';
import { readRbmEvent } from './read-rbm-event.ts';

const SIGNATURE = 'x-goog-signature';
const answer = (body: string) => ({ status: 200, contentType: 'text/plain; charset=utf-8', body });

/**
 * Reads the webhooks of one agent, or of all agents whose webhook leads here. What Google has signed is always answered 200, known or
 * not: any other answer holds up every agent of the partner, for up to a week.
 */
export function openRbmReceiptReader(config: RbmConfig, options: ReaderOptions): PromptReceiptReader {
  const { callbackSecret, now = () => new Date() } = options;
  return {
    type: 'rbm',
    read: (request) => {
      const body = request.method === 'POST' ? jsonOf(request.rawBody) : undefined;
      const envelope = RbmEnvelope.safeParse(body);
      if (!envelope.success) return answerHandshake(body, config.clientToken);
      const data = Buffer.from(envelope.data.message.data, 'base64');
      const refusal = refusalOf(request, data, config.clientToken);
      if (refusal !== undefined) return refusal;
      const event = RbmEvent.safeParse(jsonOf(data));
      const reports = event.success ? readRbmEvent(event.data, callbackSecret, now()) : {};
      return { ok: true, receipts: [], inbound: [], ...reports, answer: answer('') };
    },
  };
}

/** Google wants to hear its secret from whoever knows the client token. */
function answerHandshake(body: unknown, clientToken: string): WebhookReading {
  const asked = RbmHandshake.safeParse(body);
  if (!asked.success)
    return refuse(
      'WEBHOOK_MALFORMED',
      'this is neither an event nor a handshake of RCS for Business',
      'body',
    );
  if (!isSame(clientToken, asked.data.clientToken))
    return refuse('WEBHOOK_SIGNATURE_INVALID', 'the client token is another one', 'clientToken');
  return { ok: true, receipts: [], inbound: [], answer: answer(asked.data.secret) };
}

function refusalOf(request: WebhookRequest, data: Buffer, clientToken: string): WebhookReading | undefined {
  const signature = singleHeader(request, SIGNATURE);
  if (signature === undefined) return refuse('WEBHOOK_UNSIGNED', 'the webhook is not signed', SIGNATURE);
  return isSame(signRbm(data, clientToken), signature)
    ? undefined
    : refuse('WEBHOOK_SIGNATURE_INVALID', 'the signature does not fit the client token', SIGNATURE);
}

function jsonOf(octets: Buffer): unknown {
  try {
    return JSON.parse(octets.toString('utf8'));
  } catch {
    return undefined;
  }
}
