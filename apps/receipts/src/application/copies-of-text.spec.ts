import { InboundMeaning } from '@hermod/contracts';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { copiesOf } from './copies-of-text.ts';

const text = (meaning: InboundMeaning) => ({
  kind: 'text' as const,
  channel: 'sms' as const,
  address: '+46700000001',
  addressHash: 'hash',
  meaning,
  text: 'words',
  provider: 'twilio',
  at: '2026-11-22T09:00:00.000Z',
});
const keysOf = (meaning: InboundMeaning, ...holders: string[]): string[] =>
  copiesOf(text(meaning), holders).map(({ key, fact }) => (fact.lead === true ? `${key}, lead` : key));

it.each<[InboundMeaning, string[], string[]]>([
  ['opt-out', ['ada', 'bo'], ['ada, lead', 'bo', 'hash']],
  ['opt-in', ['ada'], ['ada, lead', 'hash']],
  ['opt-out', [], ['hash, lead']],
  ['help', ['ada', 'bo'], ['ada, lead', 'bo']],
  ['help', [], ['hash, lead']],
  ['confirmation', ['ada'], ['ada, lead']],
  ['objection', ['ada'], ['ada, lead']],
  ['objection', [], ['hash, lead']],
  ['answer', [], ['hash, lead']],
])('a text read as %s, of a number held by %j, is told to %j', (meaning, holders, keys) => {
  expect(keysOf(meaning, ...holders)).toEqual(keys);
});

it('has exactly one lead, and names its holder in each copy but that of the number', () => {
  const anyHolders = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/).filter((id) => id !== 'hash'));
  fc.assert(
    fc.property(fc.constantFrom(...InboundMeaning.options), anyHolders, (meaning, holders) => {
      const copies = copiesOf(text(meaning), holders);
      expect(copies.filter(({ fact }) => fact.lead === true)).toHaveLength(1);
      for (const { key, fact } of copies) expect(fact.recipient).toBe(key === 'hash' ? undefined : key);
    }),
  );
});
