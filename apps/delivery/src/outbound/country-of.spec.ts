import { expect, it } from 'vitest';
import { countryOf } from './country-of.ts';

it.each([
  ['sms', '+46700000001', 'SE'],
  ['sms', '+12015550123', 'US'],
  ['sms', '+80012345678', undefined],
  ['sms', 'Example', undefined],
  ['email', 'ada@example.com', undefined],
  ['push', 'token', undefined],
] as const)('the country of %s %s is %s', (channel, address, country) => {
  expect(countryOf({ id: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d20', channel, address })).toBe(country);
});
