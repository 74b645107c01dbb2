import { expect, it } from 'vitest';
import { hashAddress } from './hash-address.ts';

it('is an HMAC-SHA256 in hex (RFC 4231, test case 2)', () => {
  expect(hashAddress('what do ya want for nothing?', 'Jefe')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

it('differs by address and by secret', () => {
  const hashes = ['+46700000001', '+46700000002'].flatMap((address) => [
    hashAddress(address, 'one secret'),
    hashAddress(address, 'another secret'),
  ]);
  expect(new Set(hashes).size).toBe(4);
});
