import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPhoneNumber } from './phone-number.ts';

describe('reading a phone number', () => {
  it.each([
    ['+46700000001', { e164: '+46700000001', country: 'SE' }],
    [' +46 70-000 00 01 ', { e164: '+46700000001', country: 'SE' }],
    ['+1 (204) 234-5678', { e164: '+12042345678', country: 'CA' }],
    ['+15005550006', { e164: '+15005550006', country: 'US' }],
    ['+447700900123', { e164: '+447700900123' }],
  ])('reads %s', (text, number) => {
    expect(readPhoneNumber(text)).toEqual(number);
  });

  it.each([
    '',
    '0700000001',
    '46700000001',
    '+',
    '+1',
    '+999123456789',
    '+46700000001 ext 5',
    '+1 800 FLOWERS',
    'tel:+46700000001',
    '+467000000011234567',
  ])('refuses %j with the fix and without repeating it', (text) => {
    expect(() => readPhoneNumber(text)).toThrow(
      expect.objectContaining({
        code: 'ADDRESS_NOT_A_PHONE_NUMBER',
        message: 'this is no phone number',
        fix: 'write it in E.164, such as +46700000001',
      }),
    );
  });

  it('gives a number that reads as itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+46 ?7[02369] ?[0-9]{3} ?[0-9]{2} ?[0-9]{2}$/), (text) => {
        const once = readPhoneNumber(text);
        expect(readPhoneNumber(once.e164)).toEqual(once);
      }),
    );
  });
});
