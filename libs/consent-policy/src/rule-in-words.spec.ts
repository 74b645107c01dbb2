import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { ruleInWords } from './rule-in-words.ts';

const READER = { instant: (iso: string) => iso.slice(0, 10), channel: (name: string) => name.toUpperCase() };
const told = (rule: string, values: Record<string, unknown> = {}): string | undefined =>
  ruleInWords({ rule, values }, READER)?.text;

const SMS = { channel: 'sms', purpose: 'marketing', topic: 'offers', at: '2026-11-22T09:00:00.000Z' };

test.each([
  ['consent-given', SMS, 'they agreed (SMS, marketing, topic offers) on 2026-11-22'],
  ['consent-withdrawn', { channel: 'sms' }, 'they withdrew their consent (SMS)'],
  [
    'consent-expired',
    { channel: 'sms', ended: '2026-11-23T00:00:00Z' },
    'their consent (SMS) has ended on 2026-11-23',
  ],
  ['suppressed', { since: SMS.at }, 'the number gets nothing since their STOP on 2026-11-22'],
  ['no-usable-contact-point', { channel: 'email', known: 0 }, 'they have no EMAIL contact point'],
  ['no-usable-contact-point', { channel: 'push', known: 2 }, 'none of their PUSH contact points can be used'],
  [
    'contact-point-dead',
    { channel: 'email', contactPoint: 'm', since: '2026-11-22', reason: '5.1.1 no such mailbox' },
    'their address exists no more: so its provider said on 2026-11-22 (5.1.1 no such mailbox)',
  ],
  [
    'contact-point-unusable',
    { channel: 'sms', contactPoint: 'n', since: '2026-11-22', reason: '30006 landline' },
    'SMS does not reach their contact point, as it showed on 2026-11-22 (30006 landline)',
  ],
  [
    'legal-window',
    { hoursOf: ['us-fl'], timeZone: 'America/Chicago' },
    'the law (us-fl) allows no such message at this hour in America/Chicago',
  ],
  [
    'quiet-hours',
    { hoursOf: ['recipient'], timeZone: 'Europe/Stockholm' },
    'it is within their quiet hours in Europe/Stockholm',
  ],
  ['quiet-hours', { hoursOf: ['organisation'] }, 'the quiet hours of the organisation last'],
  [
    'cap-reached',
    { cap: 'weekly', most: 3, counted: 3, withinHours: 168 },
    'they got 3 messages within 7 days, and 3 are allowed (weekly)',
  ],
  ['expired', {}, 'it would have come too late'],
])('%s is told with what it looked at', (rule, values, words) => {
  expect(told(rule, values)).toBe(words);
});

it('says which values it has told, so that the others can be shown beside it', () => {
  expect(ruleInWords({ rule: 'consent-given', values: SMS }, READER)?.told).toContain('topic');
});

it('has no words for what is no rule of a decision, whatever it is called', () => {
  expect(told('constructor')).toBeUndefined();
});

it('has words for every rule that a gate can name', () => {
  const folder = join(import.meta.dirname, 'gates');
  const source = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const rules = [...source.matchAll(/rule: '([a-z-]+)'/g)].map(([, rule]) => rule!);
  expect(rules.length).toBeGreaterThan(10);
  // What these two are made of stands in templates.
  const all = [
    ...rules,
    'unknown-recipient',
    'erased-recipient',
    'legal-window-never-opens',
    'quiet-hours-never-opens',
  ];
  expect(all.filter((rule) => rule !== 'nothing-asked' && told(rule) === undefined)).toEqual([]);
});
