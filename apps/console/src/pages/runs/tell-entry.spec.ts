import { describe, expect, it } from 'vitest';
import { ruleInWords, tellEntry } from './tell-entry.ts';
import { durationInWords, valueInWords } from './value-in-words.ts';

const AT = '2026-11-22T09:00:00.000Z';
const entry = (what: string, rule: string, values = {}, message: string | null = 'm') => ({
  at: AT,
  what,
  why: { rule, values },
  ...(message === null ? {} : { message }),
});

describe('a line of a timeline', () => {
  it('tells which message it is about, and the rule', () => {
    expect(tellEntry(entry('requested', 'rung', { rung: 1, of: 2, until: 'opened' }), 'push')).toEqual({
      title: 'Push requested',
      because: 'It is its turn in the escalation',
      values: [
        { name: 'rung', value: '1 of 2' },
        { name: 'until', value: 'opened' },
      ],
      tone: 'neutral',
    });
  });

  it('tells on what a permission rested, without ids that say nothing', () => {
    const permittedBy = {
      rule: 'consent-given',
      values: { channel: 'sms', topic: 'offers', contactPoint: 'c0ffee' },
      ledger: '01a2058b-aa7f-74e4-8cbe-431574bd0979',
    };
    const told = tellEntry(
      entry('accepted', 'accepted', { provider: 'twilio', attempts: 1, permittedBy }),
      'sms',
    );
    expect(told.title).toBe('SMS handed over to twilio');
    expect(told.values).toEqual([
      { name: 'provider', value: 'twilio' },
      { name: 'permitted because', value: 'they agreed (SMS, topic offers), ledger entry 01a2058b' },
    ]);
  });

  it('tells steps apart from messages of the same name', () => {
    expect(tellEntry(entry('failed', 'every hand-over has ended', {}, null)).title).toBe(
      'Nothing could be sent',
    );
    expect(tellEntry(entry('failed', 'UNREGISTERED: the token is dead'), 'push')).toMatchObject({
      title: 'Push failed',
      because: 'The token is dead',
      tone: 'bad',
    });
  });

  it('says when a signal came late', () => {
    expect(tellEntry(entry('opened (late)', 'opened reported'), 'push').title).toBe(
      'Push opened, when the run had moved on',
    );
  });

  it('says when a signal is weak, and praises nobody for it', () => {
    const told = tellEntry(entry('opened (weak: image)', 'opened reported'), 'email');
    expect(told.title).toBe('Email opened (weak: a picture was fetched, which programs do as well)');
    expect(told.tone).toBe('neutral');
    expect(tellEntry(entry('clicked (weak: scanner) (late)', 'clicked reported'), 'sms').title).toMatch(
      /^Link in the SMS followed \(weak: .+\), when the run had moved on$/,
    );
  });

  it('tells answers with what they say', () => {
    expect(tellEntry(entry('answered', 'its number', { reply: 'yes' }), 'sms')).toMatchObject({
      title: 'SMS answered',
      values: [{ name: 'answer', value: 'yes' }],
      tone: 'good',
    });
  });

  it('is told as it stands when nobody knows it, whatever it says', () => {
    expect(tellEntry(entry('<b>new</b>', 'constructor'), 'pigeon')).toMatchObject({
      title: 'pigeon: <b>new</b>',
      because: 'Constructor',
    });
  });
});

describe('rules and values in words', () => {
  it.each([
    ['asked again', 'The time for which it was put off is over'],
    ['not opened within PT10S', 'Not opened within 10 s'],
    ['event.data.total > 0', 'event.data.total > 0'],
    ['TIMEOUT; the provider has not answered', 'The provider has not answered'],
  ])('%s is told as %s', (rule, words) => {
    expect(ruleInWords(rule)).toBe(words);
  });

  it.each([
    ['PT15M', '15 min'],
    ['P1DT2H', '1 d 2 h'],
    ['P', undefined],
    ['PUSH', undefined],
  ])('%s lasts %s', (text, words) => {
    expect(durationInWords(text)).toBe(words);
  });

  it('structures are JSON, lists are lists, and nothing is a dash', () => {
    expect(valueInWords({ a: 1 })).toBe('{"a":1}');
    expect(valueInWords(['a', 'b'])).toBe('a, b');
    expect(valueInWords([])).toBe('–');
    expect(valueInWords(undefined)).toBe('–');
  });
});
