import { createHmac } from 'node:crypto';
import type { Outgoing } from '../webhooks/post.ts';

/** A report about a message of the `sim` protocol. */
export interface SimReceipt {
  /** The simulator's id of the message. */
  readonly id: string;
  readonly reference: string | null;
  readonly status: 'delivered' | 'undelivered' | 'opened';
  /** When it happened, ISO 8601. */
  readonly at: string;
}

/** A receipt as JSON; header `x-sim-signature` is the hex HMAC-SHA256 of the raw body under the shared secret. */
export function simReceipt(secret: string, callbackUrl: string, receipt: SimReceipt): Outgoing {
  const body = JSON.stringify(receipt);
  return {
    url: callbackUrl,
    headers: {
      'content-type': 'application/json',
      'x-sim-signature': createHmac('sha256', secret).update(body, 'utf8').digest('hex'),
    },
    body,
  };
}
