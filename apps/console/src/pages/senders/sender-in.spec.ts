import { expect, it } from 'vitest';
import { senderIn } from './sender-in.ts';

it('reads a sender out of its form, and leaves out what is empty', () => {
  const form = new FormData();
  form.set('provider', ' twilio ');
  form.set('address', '+46700000099');
  form.append('channels', 'sms');
  form.append('channels', 'rcs');
  form.set('countries', 'se, no');
  form.set('brandName', '');
  expect(senderIn(form)).toEqual({
    provider: 'twilio',
    address: '+46700000099',
    channels: ['sms', 'rcs'],
    countries: ['SE', 'NO'],
    isDefault: false,
  });
});
