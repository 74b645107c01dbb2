import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '@hermod/api';
import { phraseOf } from './run-phrases.ts';

const MESSAGE = '2a7a1db1-dbf7-5e12-a014-b082e0dbdf20';

function entry(
  what: string,
  rule: string,
  values: Record<string, unknown> = {},
  message?: string,
): TimelineEntry {
  const base = { at: '2026-11-22T09:00:00Z', what, step: 'tell', why: { rule, values } };
  return message === undefined ? base : { ...base, message };
}

const ofMessage = (what: string, rule: string, values: Record<string, unknown> = {}): TimelineEntry =>
  entry(what, rule, values, MESSAGE);

describe('a line of a run', () => {
  it.each([
    [
      entry('started', 'event.data.total > 0', { on: 'com.shop.a' }),
      'an event com.shop.a came and event.data.total > 0 held, and the run began',
    ],
    [entry('started', 'start.on', { on: 'com.shop.a' }), 'an event com.shop.a came, and the run began'],
    [entry('started', 'start.audience', { audience: true }), 'they are of the audience, and the run began'],
    [
      entry('started', 'recipient.area == event.data.area', { audience: true, on: 'net.outage' }),
      'an event net.outage concerns them and recipient.area == event.data.area held, and the run began',
    ],
    [entry('waiting', 'wait', { for: 'PT1H' }), 'the run waits 1 hour (step tell)'],
    [entry('timeout', 'the time has passed'), 'the time of step tell is over'],
    [
      entry('arm 2', 'event.data.vip', { missing: ['arm 1: No such key: total'] }),
      'step tell went by arm 2, because event.data.vip (not there: arm 1: No such key: total)',
    ],
    [entry('else', 'no arm held', { missing: [] }), 'step tell found no condition that holds'],
    [entry('reached', 'clicked on rung 1'), 'step tell has got through: rung 1 was clicked'],
    [entry('exhausted', 'last rung unread'), 'step tell has nothing left to try: its last rung was unread'],
    [
      entry('exhausted', 'unknown-recipient'),
      'step tell has nothing left to try: Hermod does not know this recipient',
    ],
    [
      entry('failed', 'every hand-over has ended', { states: ['failed'] }),
      'nothing of step tell could be sent',
    ],
    [entry('ended', 'end step', { outcome: 'reached' }), 'the run ended as reached'],
    [entry('ended', 'expires', { outcome: 'expired' }), 'the run ended as expired: its time was up'],
    [
      entry('ended', 'exit.on', { outcome: 'cancelled', on: 'com.shop.b' }),
      'the run was cancelled: an event com.shop.b came',
    ],
    [entry('teleported', 'magic'), 'step tell: teleported, magic'],
  ])('%# is a sentence', (line, sentence) => {
    expect(phraseOf(line)).toBe(sentence);
  });

  it.each([
    [
      ofMessage('requested', 'rung', { rung: 2, of: 3, until: 'delivered' }),
      'an SMS was asked for: rung 2 of 3 in step tell, until it is delivered',
    ],
    [ofMessage('requested', 'asked again', { request: 1 }), 'the SMS was asked for again'],
    [
      ofMessage('refused', 'no-consent', { channel: 'sms', purpose: 'marketing' }),
      'the SMS may not be sent: nobody has recorded that they agreed (sms, marketing)',
    ],
    [
      ofMessage('refused', 'suppressed', { since: '2026-11-22T09:00:00Z', ledger: 'e1' }),
      'the SMS may not be sent: the number gets nothing since their STOP on 2026-11-22 09:00:00 (ledger entry e1)',
    ],
    [ofMessage('accepted', 'accepted', { provider: 'twilio' }), 'the SMS was handed over to twilio'],
    [
      ofMessage('accepted', 'SETTLED_BY_RECEIPT: a report says so', {
        provider: 'twilio',
        permittedBy: { rule: 'push-token-registered', values: {} },
      }),
      'the SMS was handed over to twilio, as is known since: a report says so (SETTLED_BY_RECEIPT); allowed, because the app registered for pushes on their device, and they have not refused',
    ],
    [
      ofMessage('failed', 'PROVIDER_REFUSED: 21610 opted out', { provider: 'twilio' }),
      'the SMS could not be sent to twilio: 21610 opted out (PROVIDER_REFUSED)',
    ],
    [
      ofMessage('unread', 'not opened within PT10S', { until: 'opened', within: 'PT10S' }),
      'the SMS was not opened within 10 seconds',
    ],
    [
      ofMessage('delivered', 'delivered reported', { provider: 'twilio' }),
      'the SMS arrived, as twilio reports',
    ],
    [ofMessage('opened (late)', 'opened reported'), 'they opened the SMS, after the run had moved on'],
    [
      ofMessage('undelivered', '30003 unreachable', { provider: 'twilio' }),
      'the SMS did not arrive, as twilio reports: 30003 unreachable',
    ],
    [ofMessage('constructor', 'magic'), 'the SMS: constructor, magic'],
  ])('%# about a message is a sentence', (line, sentence) => {
    expect(phraseOf(line, 'sms')).toBe(sentence);
  });

  it('speaks of a message where the channel is not known', () => {
    expect(phraseOf(ofMessage('requested', 'send'))).toBe('a message was asked for (step tell)');
  });

  it('survives values that are not what they were', () => {
    for (const what of ['started', 'waiting', 'ended', 'else'])
      expect(phraseOf(entry(what, 'x', { on: {}, for: [] }))).toBeTypeOf('string');
    expect(phraseOf(ofMessage('accepted', 'accepted', { permittedBy: 'nobody' }))).toBe(
      'the message was handed over',
    );
  });
});
