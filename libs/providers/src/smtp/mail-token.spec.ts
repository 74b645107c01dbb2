import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMailToken, signMailToken } from './mail-token.ts';

const ATTEMPT = '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11';

describe('the local part of an address', () => {
  it('names its attempt and what it is for', () => {
    for (const kind of ['bounce', 'reply'] as const) {
      const local = signMailToken(ATTEMPT, kind, 'secret');
      expect(local).toMatch(/^[br]-5f0c9a528d0e5b579a3b2b8f3f0c1d11-[0-9a-f]{16}$/);
      expect(readMailToken(local, 'secret')).toEqual({ kind, attemptId: ATTEMPT });
    }
  });

  it('fits into 64 octets, and is read in whatever case it comes back', () => {
    const local = signMailToken(ATTEMPT.toUpperCase(), 'bounce', 'secret');
    expect(Buffer.byteLength(local)).toBeLessThanOrEqual(64);
    expect(readMailToken(local.toUpperCase(), 'secret')).toEqual({ kind: 'bounce', attemptId: ATTEMPT });
  });

  it('says nothing under another secret, for another use, or with any character changed', () => {
    const local = signMailToken(ATTEMPT, 'bounce', 'secret');
    expect(readMailToken(local, 'another')).toBeUndefined();
    expect(readMailToken(local.replace('b-', 'r-'), 'secret')).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(local.length - 1), fc.constantFrom(...'0123456789abcdef-br@'), (at, character) => {
        fc.pre(local[at] !== character);
        const changed = local.slice(0, at) + character + local.slice(at + 1);
        expect(readMailToken(changed, 'secret')).toBeUndefined();
      }),
    );
  });

  it('is made of UUIDs only', () => {
    expect(() => signMailToken('7', 'bounce', 'secret')).toThrow(RangeError);
    expect(readMailToken('ada', 'secret')).toBeUndefined();
    expect(readMailToken('', 'secret')).toBeUndefined();
  });
});
