import { describe, expect, it } from 'vitest';
import { type ConsentScope, covers } from './consent-changed.ts';

type Message = Parameters<typeof covers>[1];
const SMS: Message = { channel: 'sms', purpose: 'marketing', topic: 'offers' };

describe('the scope of a withdrawal', () => {
  it.each<[string, ConsentScope, Message, boolean]>([
    ['a channel as a whole', { channels: ['sms'] }, SMS, true],
    ['another channel', { channels: ['email'] }, SMS, false],
    ['one channel of several', { channels: ['email', 'sms'] }, SMS, true],
    ['sms for mms', { channels: ['sms'] }, { ...SMS, channel: 'mms' }, true],
    ['sms for rcs', { channels: ['sms'] }, { ...SMS, channel: 'rcs' }, true],
    ['rcs for sms', { channels: ['rcs'] }, SMS, false],
    ['mms for rcs', { channels: ['mms'] }, { ...SMS, channel: 'rcs' }, false],
    ['its purpose', { channels: ['sms'], purpose: 'marketing' }, SMS, true],
    ['another purpose', { channels: ['sms'], purpose: 'transactional' }, SMS, false],
    [
      'transactional for critical',
      { channels: ['sms'], purpose: 'transactional' },
      { ...SMS, purpose: 'critical' },
      true,
    ],
    [
      'critical for transactional',
      { channels: ['sms'], purpose: 'critical' },
      { ...SMS, purpose: 'transactional' },
      false,
    ],
    ['its topic', { channels: ['sms'], topic: 'offers' }, SMS, true],
    ['another topic', { channels: ['sms'], topic: 'news' }, SMS, false],
    [
      'a topic for a message without one',
      { channels: ['sms'], topic: 'offers' },
      { channel: 'sms', purpose: 'marketing' },
      false,
    ],
    [
      'everything for a message without a topic',
      { channels: ['sms'] },
      { channel: 'sms', purpose: 'marketing' },
      true,
    ],
    ['everything of it', { channels: ['sms'], purpose: 'marketing', topic: 'offers' }, SMS, true],
  ])('covers or not: %s', (_what, scope, message, covered) => {
    expect(covers(scope, message)).toBe(covered);
  });
});
