import { expect, test } from 'vitest';
import { newsOf, type TimelineEntry } from './phrases.ts';

const RUNGS = ['push', 'sms'];
const at = (second: number): string => new Date(Date.UTC(2026, 10, 22, 9, 0, second)).toISOString();

function entry(
  second: number,
  what: string,
  rule: string,
  values: Record<string, unknown> = {},
  message?: string,
): TimelineEntry {
  return { at: at(second), what, why: { rule, values }, ...(message === undefined ? {} : { message }) };
}

const accepted = (second: number, provider: string, message: string): TimelineEntry =>
  entry(second, 'accepted', 'accepted', { provider, permittedBy: { rule: 'consent-given' } }, message);

test('an ignored push is told rung by rung', () => {
  const timeline = [
    entry(0, 'started', 'event.data.total > 0'),
    entry(0, 'requested', 'rung', { rung: 1, of: 2, until: 'opened' }, 'm1'),
    accepted(1, 'fcm', 'm1'),
    entry(11, 'unread', 'not opened within PT10S', {}, 'm1'),
    entry(11, 'requested', 'rung', { rung: 2, of: 2, until: 'delivered' }, 'm2'),
    accepted(12, 'twilio', 'm2'),
    entry(13, 'delivered', 'delivered reported', {}, 'm2'),
    entry(13, 'ended', 'end step', { outcome: 'reached' }),
  ];
  expect(newsOf(timeline, [], RUNGS).map(({ text }) => text)).toEqual([
    'run started, because event.data.total > 0',
    'push requested (rung 1 of 2, until opened)',
    'push handed over to fcm, permitted by consent-given',
    'push not opened within PT10S',
    'SMS requested (rung 2 of 2, until delivered)',
    'SMS handed over to twilio, permitted by consent-given',
    'SMS delivered',
    'run ended: reached',
  ]);
});

test('a receipt that came before the acceptance is told after it', () => {
  const requested = entry(0, 'requested', 'rung', { rung: 1, of: 2, until: 'opened' }, 'm1');
  const early = entry(1, 'delivered', 'delivered reported', {}, 'm1');
  expect(newsOf([requested, early], [], RUNGS)).toHaveLength(1);
  const texts = newsOf([requested, early, accepted(2, 'fcm', 'm1')], [], RUNGS).map(({ text }) => text);
  expect(texts.slice(1)).toEqual(['push handed over to fcm, permitted by consent-given', 'push delivered']);
});

test('a message that was not sent is told with its reason', () => {
  const requested = entry(0, 'requested', 'rung', { rung: 2, of: 2, until: 'delivered' }, 'm2');
  const refused = entry(1, 'refused', 'contact-point-suppressed', {}, 'm2');
  expect(newsOf([requested, refused], [], RUNGS)[1]?.text).toBe('SMS refused: contact-point-suppressed');
});

test('what is on the phone stands between, on one line', () => {
  const phone = [{ channel: 'push', text: 'On its way\nHi Ada', receivedAt: at(1) }];
  const timeline = [entry(0, 'started', 'true'), entry(2, 'ended', 'end step', { outcome: 'reached' })];
  expect(newsOf(timeline, phone, RUNGS)[1]?.text).toBe('push on the phone: “On its way – Hi Ada”');
});
