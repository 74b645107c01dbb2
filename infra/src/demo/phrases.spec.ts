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

const WORDS =
  'no answer came in time, so nobody knows whether it was sent: it is not sent again, because twilio would send a second one; a receipt settles it';
const unknown = (second: number, provider: string, message: string): TimelineEntry =>
  entry(
    second,
    'unknown',
    `PROVIDER_TIMEOUT: no answer before the deadline; ${WORDS}`,
    { provider },
    message,
  );
const requested = entry(0, 'requested', 'rung', { rung: 2, of: 2, until: 'delivered' }, 'm2');

test('an unknown outcome is told in words, and so is what follows from it', () => {
  expect(newsOf([requested, unknown(1, 'twilio', 'm2')], [], RUNGS)[1]?.text).toBe(`SMS to twilio: ${WORDS}`);
});

test('an unknown outcome without words is told with what there is', () => {
  const bare = entry(1, 'unknown', 'unknown', {}, 'm2');
  expect(newsOf([requested, bare], [], RUNGS)[1]?.text).toBe(
    'SMS: nobody knows whether it was sent (unknown)',
  );
});

test('a receipt settles what was unknown, although no acceptance was told', () => {
  const timeline = [
    requested,
    unknown(1, 'twilio', 'm2'),
    entry(3, 'delivered', 'delivered reported', {}, 'm2'),
  ];
  const texts = newsOf(timeline, [], RUNGS).map(({ text }) => text);
  expect(texts.slice(2)).toEqual(['SMS delivered: it was sent after all']);
});

test.each([
  [
    'SETTLED_BY_RECEIPT: the delivered report of 09:00:02 says that it was sent',
    'the delivered report of 09:00:02 says that it was sent',
  ],
  ['FOUND_BY_LOOK_UP: the provider was asked, and has it', 'the provider was asked, and has it'],
])('what was found out about the hand-over is told with it: %s', (rule, words) => {
  const settled = entry(
    3,
    'accepted',
    rule,
    { provider: 'twilio', permittedBy: { rule: 'consent-given' } },
    'm2',
  );
  const texts = newsOf([requested, unknown(1, 'twilio', 'm2'), settled], [], RUNGS).map(({ text }) => text);
  expect(texts[2]).toBe(`SMS handed over to twilio (${words}), permitted by consent-given`);
});
