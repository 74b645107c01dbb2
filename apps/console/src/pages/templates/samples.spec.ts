import { expect, it } from 'vitest';
import { completed } from './samples.ts';

const data = { recipient: { firstName: 'Ada' }, event: { data: { orderId: 'O-1' } } };

it('makes up what a template names and a sample lacks, and leaves everything else', () => {
  const names = [
    'recipient.firstName',
    'event.data.orderId',
    'event.data.gate',
    'vars.couponUrl',
    'event.data.startsAt',
  ];
  expect(completed(data, names)).toEqual({
    recipient: { firstName: 'Ada' },
    event: { data: { orderId: 'O-1', gate: 'gate', startsAt: '2026-12-01T09:00:00+01:00' } },
    vars: { couponUrl: 'https://shop.example/couponUrl.png' },
  });
});

it('leaves alone what every template gets, and what is no object', () => {
  expect(completed(data, ['links.preferences', 'replies.yes.text', 'recipient.firstName.first'])).toEqual(
    data,
  );
});
