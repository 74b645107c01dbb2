import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALLBACK, INBOUND, reader, request, status, text } from '../../test/twilio-webhooks.ts';
import type { WebhookReading } from '../receipt-reader.ts';

describe('a webhook of somebody else', () => {
  it.each([
    ['no signature', { 'x-twilio-signature': undefined }, 'WEBHOOK_UNSIGNED'],
    ['two signatures', { 'x-twilio-signature': ['a', 'b'] }, 'WEBHOOK_UNSIGNED'],
    [
      'a wrong signature',
      { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
      'WEBHOOK_SIGNATURE_INVALID',
    ],
    ['no form', { 'content-type': 'application/json' }, 'WEBHOOK_MALFORMED'],
    ['no content type', { 'content-type': undefined }, 'WEBHOOK_MALFORMED'],
  ])('with %s is refused', (_, headers, code) => {
    expect(reader.read(request(CALLBACK, status, headers))).toMatchObject({ ok: false, code });
  });

  it('is refused when it was signed for another URL', () => {
    expect(reader.read({ ...request(CALLBACK, status), url: INBOUND })).toMatchObject({
      ok: false,
      code: 'WEBHOOK_SIGNATURE_INVALID',
    });
  });

  it('gains nothing by moving the borders between names and values', () => {
    const valid = request(CALLBACK, status);
    const entries = Object.entries(status);
    const flat = entries.map(([name, value]) => name + value).join('');
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: flat.length - 1 }), {
      minLength: 1,
      maxLength: 13,
    });
    fc.assert(
      fc.property(cuts, (unordered) => {
        const borders = [0, ...unordered.toSorted((a, b) => a - b), flat.length];
        const pieces = borders.slice(1).map((end, index) => flat.slice(borders[index], end));
        if (pieces.length % 2 === 1) pieces.push('');
        const moved = pieces.flatMap((piece, index): [string, string][] =>
          index % 2 === 0 ? [[piece, pieces[index + 1]!]] : [],
        );
        fc.pre(JSON.stringify(moved) !== JSON.stringify(entries));
        const reading = reader.read({
          ...valid,
          rawBody: Buffer.from(new URLSearchParams(moved).toString()),
        });
        expect(reading.ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is refused whatever it sends, and never throws', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.webUrl({ withQueryParameters: true }),
        (body, signature, url) => {
          const headers = {
            'content-type': 'application/x-www-form-urlencoded',
            'x-twilio-signature': signature,
          };
          expect(reader.read({ method: 'POST', url, headers, rawBody: Buffer.from(body) })).toMatchObject({
            ok: false,
          });
        },
      ),
    );
  });
});

describe('a webhook that was cut in other places', () => {
  const moved = (
    path: string,
    signed: Record<string, string>,
    changed: Record<string, string>,
  ): WebhookReading =>
    reader.read({ ...request(path, signed), rawBody: Buffer.from(new URLSearchParams(changed).toString()) });
  const { From: _, ...textOfNobody } = text;

  it.each([
    [
      'an error code',
      CALLBACK,
      { ...status, ErrorCode: '30005' },
      { ...status, ApiVersion: '2010-04-01ErrorCode30005' },
    ],
    ['an opt-out', INBOUND, { ...text, OptOutType: 'STOP' }, { ...text, NumMedia: '0OptOutTypeSTOP' }],
    [
      'a picture',
      INBOUND,
      { ...text, NumMedia: '1' },
      { ...text, NumMedia: '1SmsStatusreceived', SmsStatus: undefined },
    ],
    [
      'a sender',
      INBOUND,
      { ...text, Body: 'HiFrom+46700000009FromCityX' },
      { ...textOfNobody, Body: 'Hi', From: '+46700000009', FromCity: 'XFrom+46700000001' },
    ],
    [
      'a sender on RCS',
      INBOUND,
      { ...text, Body: 'HiFromrcs:+46700000009FromCityX', From: 'rcs:+46700000001' },
      { ...textOfNobody, Body: 'Hi', From: 'rcs:+46700000009', FromCity: 'XFromrcs:+46700000001' },
    ],
    [
      'a tapped chip',
      INBOUND,
      { ...text, Body: 'Yes', ButtonPayload: 'confirm', ButtonText: 'Yes' },
      { ...text, Body: 'YesButtonPayloadconfirmButtonTextYes' },
    ],
    [
      'the postback of a chip',
      INBOUND,
      { ...text, Body: 'Yes', ButtonPayload: 'confirm', ButtonText: 'Yes' },
      { ...text, Body: 'YesButtonPayloadconfirm', ButtonText: 'Yes' },
    ],
    [
      'the end of an opt-in',
      INBOUND,
      { ...text, OptOutType: 'START' },
      { ...text, OptOutType: 'STA', RT: '' },
    ],
    [
      'the metadata of the channel',
      INBOUND,
      { ...text, ChannelMetadata: '{"type":"rcs"}' },
      { ...text, Body: 'STOPChannelMetadata{"type":"rcs"}' },
    ],
    [
      'the label of a chip',
      INBOUND,
      { ...text, Body: '', ButtonPayload: 'confirm', ButtonText: 'Yes' },
      { ...text, Body: '', ButtonPayload: 'confirmButtonTextYes' },
    ],
  ])('so that %s is hidden is refused', (_what, path, signed, changed) => {
    const entries = Object.entries(changed).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    expect(moved(path, signed, Object.fromEntries(entries))).toMatchObject({
      ok: false,
      code: 'WEBHOOK_MALFORMED',
    });
  });
});
