import { CHANNELS, PURPOSES } from '@hermod/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PreferenceClaims,
  readPreferences,
  readUnsubscribe,
  signPreferences,
  signUnsubscribe,
  type UnsubscribeClaims,
} from './personal-token.ts';

const SECRET = 'a-secret-of-the-installation';
const NOW = new Date('2026-11-23T09:00:00Z');
const LATER = new Date('2026-12-23T09:00:00Z');

const recipient = fc
  .stringMatching(/^[a-z][\p{L}\p{N}._:~-]{0,40}$/u)
  .filter((id) => id === id.normalize('NFC'));
const expiresAt = fc.integer({ min: 1, max: 10_000_000 }).map((s) => new Date(NOW.getTime() + s * 1000));
const preferences: fc.Arbitrary<PreferenceClaims> = fc.record({ recipient, expiresAt });
const unsubscribe: fc.Arbitrary<UnsubscribeClaims> = fc.record(
  {
    recipient,
    expiresAt,
    channel: fc.constantFrom(...CHANNELS),
    purpose: fc.constantFrom(...PURPOSES),
    topic: fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,20}[a-z0-9])?$/),
  },
  { requiredKeys: ['recipient', 'expiresAt', 'channel', 'purpose'] },
);

/** Flips one bit of one character, or swaps, adds or cuts one. */
function mutate(token: string, where: number, bit: number, how: string): string {
  const at = where % token.length;
  const flipped = String.fromCharCode(token.charCodeAt(at) ^ (1 << bit));
  if (how === 'cut') return token.slice(0, at);
  if (how === 'insert') return token.slice(0, at) + flipped + token.slice(at);
  return token.slice(0, at) + flipped + token.slice(at + 1);
}

describe('a token of a personal link', () => {
  it('gives back what was signed, with the same secret only, and fits a URL as it is', () => {
    fc.assert(
      fc.property(preferences, unsubscribe, (page, out) => {
        const [a, b] = [signPreferences(page, SECRET), signUnsubscribe(out, SECRET)];
        expect(readPreferences(a, SECRET, NOW)).toEqual({ claims: page });
        expect(readUnsubscribe(b, SECRET, NOW)).toEqual({ claims: out });
        expect(readPreferences(a, `${SECRET}x`, NOW)).toEqual({ problem: 'invalid' });
        expect([encodeURIComponent(a), encodeURIComponent(b)]).toEqual([a, b]);
      }),
    );
  });

  it('is refused with any bit flipped, and however it is cut or stretched', () => {
    const how = fc.constantFrom('flip', 'flip', 'insert', 'cut');
    fc.assert(
      fc.property(unsubscribe, fc.nat(), fc.integer({ min: 0, max: 7 }), how, (claims, where, bit, by) => {
        const page = mutate(signPreferences(claims, SECRET), where, bit, by);
        const out = mutate(signUnsubscribe(claims, SECRET), where, bit, by);
        expect(readPreferences(page, SECRET, NOW)).toEqual({ problem: 'invalid' });
        expect(readUnsubscribe(out, SECRET, NOW)).toEqual({ problem: 'invalid' });
      }),
      { numRuns: 3_000 },
    );
  });

  it('can not be used as one of the other kind', () => {
    const page = signPreferences({ recipient: 'ada', expiresAt: LATER }, SECRET);
    const claims = { recipient: 'ada', expiresAt: LATER, channel: 'email', purpose: 'marketing' } as const;
    expect(readUnsubscribe(page, SECRET, NOW)).toEqual({ problem: 'invalid' });
    expect(readPreferences(signUnsubscribe(claims, SECRET), SECRET, NOW)).toEqual({ problem: 'invalid' });
  });

  it('expires at its second, and a forged one never says that it has', () => {
    const token = signPreferences({ recipient: 'ada', expiresAt: LATER }, SECRET);
    expect(readPreferences(token, SECRET, new Date(LATER.getTime() - 1))).toHaveProperty('claims');
    expect(readPreferences(token, SECRET, LATER)).toEqual({ problem: 'expired' });
    expect(readPreferences(`${token}x`, SECRET, LATER)).toEqual({ problem: 'invalid' });
  });

  it('shows no more than the opaque id, and is short enough for a text', () => {
    const token = signPreferences(
      { recipient: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22', expiresAt: LATER },
      SECRET,
    );
    const payload = Buffer.from(token.split('.', 1)[0]!, 'base64url').toString();
    expect(payload).toBe('[1798016400,"0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22"]');
    expect(token.length).toBeLessThan(100);
  });

  it.each(['', '.', 'x', 'x.', '.x', 'x'.repeat(100_000), `W10.${'A'.repeat(22)}`])(
    'is not %.20j',
    (text) => {
      expect(readPreferences(text, SECRET, NOW)).toEqual({ problem: 'invalid' });
      expect(readUnsubscribe(text, SECRET, NOW)).toEqual({ problem: 'invalid' });
    },
  );
});
