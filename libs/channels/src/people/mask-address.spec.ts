import { describe, expect, it } from 'vitest';
import { maskAddress } from './mask-address.ts';

describe('an address that is shown to its holder', () => {
  it.each([
    ['sms', '+46700000001', '+46 •• •• 01'],
    ['sms', '+12025550143', '+1 •• •• 43'],
    ['sms', '+35312345678', '+353 •• •• 78'],
    ['email', 'ada.lovelace@example.org', 'a•••@example.org'],
    ['email', 'a@example.org', '•••@example.org'],
    ['email', '"a@b"@example.org', '"•••@example.org'],
    ['push', 'sim-46700000001', '•••'],
  ] as const)('%s %s reads %s', (channel, address, masked) => {
    expect(maskAddress(channel, address)).toBe(masked);
  });
});
