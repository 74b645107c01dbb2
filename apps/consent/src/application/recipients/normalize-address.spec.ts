import { contactPointId } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import { normalizeAddress } from './normalize-address.ts';

describe('an address', () => {
  it.each([
    ['sms', ' +46 70-000 00 01 ', '+46700000001'],
    ['email', ' Ada.L@Example.ORG ', 'Ada.L@example.org'],
    ['push', ' sim-46700000001 ', 'sim-46700000001'],
  ] as const)('of %s is kept in one form', (channel, written, kept) => {
    expect(normalizeAddress(channel, written)).toBe(kept);
    expect(normalizeAddress(channel, kept)).toBe(kept);
  });

  it.each([
    ['sms', '0700000001', 'ADDRESS_NOT_A_PHONE_NUMBER'],
    ['email', 'ada@', 'ADDRESS_NOT_AN_EMAIL'],
    ['email', 'ada@example.org, bo@example.org', 'ADDRESS_NOT_AN_EMAIL'],
  ] as const)('of %s is refused when it is %j, without repeating it', (channel, written, code) => {
    const refusal = expect.objectContaining({ code, message: expect.not.stringContaining(written) });
    expect(() => normalizeAddress(channel, written)).toThrow(refusal);
  });

  it('has an id of its own for each recipient', () => {
    expect(contactPointId('ada', 'sms', '+46700000001')).toBe(contactPointId('ada', 'sms', '+46700000001'));
    expect(contactPointId('ada', 'sms', '+46700000001')).not.toBe(
      contactPointId('bo', 'sms', '+46700000001'),
    );
  });
});
