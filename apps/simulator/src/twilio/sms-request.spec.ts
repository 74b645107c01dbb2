import { expect, it } from 'vitest';
import { readSmsRequest } from './sms-request.ts';

const GOOD = { To: '+46700000001', From: '+15005550006', Body: 'Hi' };

function codeOf(form: Record<string, string>): number | undefined {
  const read = readSmsRequest(new URLSearchParams(form), (url) => url.startsWith('http://127.0.0.1'));
  return 'refusal' in read ? (read.refusal.body as { code: number }).code : undefined;
}

it('takes a number, a short code and a sender name', () => {
  for (const From of ['+15005550006', '72345', 'Hermod AB'])
    expect(codeOf({ ...GOOD, From })).toBeUndefined();
});

it.each([
  ['no recipient', { ...GOOD, To: '' }, 21604],
  ['a recipient that is no number', { ...GOOD, To: '0700-1' }, 21211],
  ['no sender', { ...GOOD, From: '' }, 21603],
  ['a sender that is too long', { ...GOOD, From: 'TwelveLetter' }, 21212],
  ['nothing to say', { ...GOOD, Body: '' }, 21602],
  ['too much to say', { ...GOOD, Body: 'a'.repeat(1601) }, 21617],
  ['a callback that would never be made', { ...GOOD, StatusCallback: 'http://10.0.0.1/x' }, 21609],
])('refuses %s', (_name, form, code) => {
  expect(codeOf(form)).toBe(code);
});
