import * as fc from 'fast-check';
import { CHANNELS, LANES } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { callbackUrl, readCallback, signCallback, type CallbackClaims } from './callback-token.ts';

const SECRET = 'a-secret-of-the-installation';

const claims: fc.Arbitrary<CallbackClaims> = fc
  .record(
    {
      recipient: fc.stringMatching(/^[\p{L}\p{N}._:~-]{1,40}$/u),
      messageId: fc.uuid(),
      attemptId: fc.uuid(),
      runId: fc.option(fc.uuid()),
      lane: fc.constantFrom(...LANES),
      channel: fc.constantFrom(...CHANNELS),
      traceparent: fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
    },
    { requiredKeys: ['recipient', 'messageId', 'attemptId', 'runId', 'lane', 'channel'] },
  )
  .map((record) => record as CallbackClaims);

describe('a callback token', () => {
  it('gives back what was signed, with the same secret only', () => {
    fc.assert(
      fc.property(claims, (signed) => {
        const token = signCallback(signed, SECRET);
        expect(readCallback(token, SECRET)).toEqual(signed);
        expect(readCallback(token, `${SECRET}x`)).toBeUndefined();
      }),
    );
  });

  it('accepts no mutation', () => {
    const character = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ %',
    );
    fc.assert(
      fc.property(
        claims,
        fc.nat(),
        character,
        fc.constantFrom('replace', 'insert', 'delete', 'cut'),
        (signed, where, put, how) => {
          const token = signCallback(signed, SECRET);
          const at = where % token.length;
          const rest = how === 'insert' ? token.slice(at) : how === 'cut' ? '' : token.slice(at + 1);
          const mutated = token.slice(0, at) + (how === 'replace' || how === 'insert' ? put : '') + rest;
          fc.pre(mutated !== token);
          expect(readCallback(mutated, SECRET)).toBeUndefined();
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('takes the mac of another payload for none', () => {
    fc.assert(
      fc.property(claims, claims, (one, other) => {
        const [a, b] = [signCallback(one, SECRET), signCallback(other, SECRET)];
        fc.pre(a !== b);
        expect(readCallback(`${a.split('.')[0]}.${b.split('.')[1]}`, SECRET)).toBeUndefined();
      }),
    );
  });

  it('is short enough to travel in a push, and fits a URL as it is', () => {
    const id = '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22';
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const token = signCallback(
      {
        recipient: 'ada',
        messageId: id,
        attemptId: id,
        runId: id,
        lane: 'plain',
        channel: 'push',
        traceparent,
      },
      SECRET,
    );
    expect(token.length).toBeLessThan(240);
    expect(encodeURIComponent(token)).toBe(token);
    expect(callbackUrl('https://hermod.example', 'twilio', token)).toBe(
      `https://hermod.example/webhooks/twilio?t=${token}`,
    );
  });

  it.each(['', '.', 'x', 'x.', '.x', 'x'.repeat(100_000), `W10.${'A'.repeat(22)}`])(
    'is not %.20j',
    (token) => {
      expect(readCallback(token, SECRET)).toBeUndefined();
    },
  );

  it('carries UUIDs only', () => {
    const signed: CallbackClaims = {
      recipient: 'ada',
      messageId: 'm1',
      attemptId: 'a1',
      runId: null,
      lane: 'plain',
      channel: 'sms',
    };
    expect(() => signCallback(signed, SECRET)).toThrow(RangeError);
  });
});
