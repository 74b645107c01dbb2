import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callbackUrl, signCallback, type CallbackClaims } from '../callback-token.ts';
import type { WebhookRequest } from '../receipt-reader.ts';
import { SimConfig } from './sim-config.ts';
import { openSimReceiptReader, signSimReceipt } from './sim-receipts.ts';

const reader = openSimReceiptReader(SimConfig.parse({ id: 'sim', type: 'sim' }), {
  callbackSecret: 'secret',
});
const claims: CallbackClaims = {
  recipient: 'ada',
  messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  attemptId: '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11',
  runId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  lane: 'plain',
  channel: 'sms',
};
const URL_OF_ATTEMPT = callbackUrl('https://hermod.example', 'sim', signCallback(claims, 'secret'));
const receipt = { id: 'sim-1', reference: claims.attemptId, status: 'delivered', at: '2026-11-22T09:00:00Z' };

function request(body: object | string, url = URL_OF_ATTEMPT, signature?: string): WebhookRequest {
  const rawBody = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    method: 'POST',
    url,
    headers: { 'x-sim-signature': signature ?? signSimReceipt(rawBody, 'sim-secret') },
    rawBody,
  };
}

describe('a receipt of the simulator', () => {
  it('is about the attempt in its URL', () => {
    expect(reader.read(request(receipt))).toMatchObject({
      ok: true,
      receipts: [{ kind: 'delivered', claims, providerMessageId: 'sim-1', at: receipt.at }],
    });
    expect(reader.read(request({ ...receipt, status: 'undelivered', reason: 'absent' }))).toMatchObject({
      receipts: [{ kind: 'undelivered', reason: 'absent' }],
    });
  });

  it('reports nothing on the way', () => {
    expect(reader.read(request({ ...receipt, status: 'sent' }))).toMatchObject({ ok: true, receipts: [] });
  });

  it.each([
    ['a wrong signature', request(receipt, URL_OF_ATTEMPT, 'a'.repeat(64)), 'WEBHOOK_SIGNATURE_INVALID'],
    ['no signature', { ...request(receipt), headers: {} }, 'WEBHOOK_UNSIGNED'],
    ['no JSON', request('x'), 'WEBHOOK_MALFORMED'],
    ['no time', request({ ...receipt, at: 'today' }), 'WEBHOOK_MALFORMED'],
    ['no token', request(receipt, 'https://hermod.example/webhooks/sim'), 'WEBHOOK_TOKEN_INVALID'],
    [
      'the URL of another attempt',
      request({ ...receipt, reference: claims.messageId }),
      'WEBHOOK_TOKEN_INVALID',
    ],
  ])('with %s is refused', (_, webhook, code) => {
    expect(reader.read(webhook)).toMatchObject({ ok: false, code });
  });

  it('accepts no mutation of its body', () => {
    const valid = request(receipt);
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (where, bits) => {
        const rawBody = Buffer.from(valid.rawBody);
        const at = where % rawBody.length;
        rawBody[at] = rawBody[at]! ^ bits;
        expect(reader.read({ ...valid, rawBody })).toMatchObject({
          ok: false,
          code: 'WEBHOOK_SIGNATURE_INVALID',
        });
      }),
    );
  });
});
