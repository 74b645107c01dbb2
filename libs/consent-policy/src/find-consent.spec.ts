import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolveConsent } from './evolve-consent.ts';
import { type ConsentQuestion, findConsent } from './find-consent.ts';
import { type LedgerEntry, NO_CONSENT } from './ledger-entry.ts';
import { entry, entryArbitrary, questionArbitrary } from '../test/ledger.ts';

const NUMBER = 'number-1';
const asked = (more: Partial<ConsentQuestion> = {}): ConsentQuestion => ({
  contactPoint: NUMBER,
  channel: 'sms',
  purpose: 'transactional',
  topic: 'order-updates',
  ...more,
});
const answer = (entries: readonly LedgerEntry[], question: ConsentQuestion): string =>
  findConsent(entries.reduce(evolveConsent, NO_CONSENT), question)?.state ?? 'nothing';

describe('matching a message with the ledger', () => {
  const given = entry({ contactPoint: NUMBER, purpose: 'transactional', topic: 'order-updates' });

  it.each([
    ['nothing was said', [], {}, 'nothing'],
    ['the very thing was given', [given], {}, 'given'],
    ['it was given for another contact point', [given], { contactPoint: 'number-2' }, 'nothing'],
    ['it was given for another topic', [given], { topic: 'offers' }, 'nothing'],
    ['a topic was given and none is asked for', [given], { topic: undefined }, 'nothing'],
    ['every topic was given', [{ ...given, topic: undefined }], { topic: 'offers' }, 'given'],
    ['transactional was given, critical is asked', [given], { purpose: 'critical' }, 'given'],
    ['critical was given, transactional is asked', [{ ...given, purpose: 'critical' }], {}, 'nothing'],
    ['transactional was given, marketing is asked', [given], { purpose: 'marketing' }, 'nothing'],
    ['every purpose was withdrawn', [given, entry({ state: 'withdrawn', minute: 1 })], {}, 'withdrawn'],
    [
      'it was withdrawn later',
      [given, { ...given, id: 'w', state: 'withdrawn', at: new Date(9e12) }],
      {},
      'withdrawn',
    ],
    [
      'it was withdrawn at the same instant',
      [given, { ...given, id: 'a', state: 'withdrawn' }],
      {},
      'withdrawn',
    ],
    ['it was given again', [entry({ state: 'withdrawn' }), { ...given, at: new Date(9e12) }], {}, 'given'],
    ['sms was given, rcs is asked', [given], { channel: 'rcs' }, 'given'],
    ['sms was given, mms is asked', [given], { channel: 'mms' }, 'given'],
    ['rcs was given, sms is asked', [{ ...given, channel: 'rcs' }], {}, 'nothing'],
    [
      'rcs was withdrawn, mms is asked',
      [given, entry({ channel: 'rcs', state: 'withdrawn', minute: 1 })],
      { channel: 'mms' },
      'given',
    ],
    [
      'rcs was withdrawn before sms was given',
      [entry({ channel: 'rcs', state: 'withdrawn' }), { ...given, at: new Date(9e12) }],
      { channel: 'rcs' },
      'withdrawn',
    ],
    [
      'rcs was withdrawn and given again',
      [entry({ channel: 'rcs', state: 'withdrawn' }), { ...given, channel: 'rcs', at: new Date(9e12) }],
      { channel: 'rcs' },
      'given',
    ],
    [
      'sms was withdrawn after rcs was given',
      [{ ...given, channel: 'rcs' }, entry({ state: 'withdrawn', minute: 1 })],
      { channel: 'rcs' },
      'withdrawn',
    ],
  ] as const)('when %s', (_when, entries, question, expected) => {
    expect(answer([...entries], asked(question))).toBe(expected);
  });

  it('gives the same answer in whatever order and however often the entries come', () => {
    fc.assert(
      fc.property(
        fc
          .array(entryArbitrary, { maxLength: 12 })
          .chain((entries) =>
            fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
          ),
        questionArbitrary,
        ([entries, shuffled], question) => {
          expect(answer([...shuffled, ...entries], question)).toBe(answer(entries, question));
        },
      ),
    );
  });

  it('is never widened by a withdrawal', () => {
    fc.assert(
      fc.property(
        fc.array(entryArbitrary, { maxLength: 12 }),
        entryArbitrary,
        questionArbitrary,
        (entries, more, question) => {
          fc.pre(answer(entries, question) !== 'given');
          const withdrawal: LedgerEntry = { ...more, state: 'withdrawn' };
          expect(answer([...entries, withdrawal], question)).not.toBe('given');
        },
      ),
    );
  });

  it('is never narrowed by a consent', () => {
    fc.assert(
      fc.property(
        fc.array(entryArbitrary, { maxLength: 12 }),
        entryArbitrary,
        questionArbitrary,
        (entries, more, question) => {
          fc.pre(answer(entries, question) === 'given');
          expect(answer([...entries, { ...more, state: 'given' }], question)).toBe('given');
        },
      ),
    );
  });

  it('follows a withdrawal of the whole channel that is newer than everything', () => {
    fc.assert(
      fc.property(fc.array(entryArbitrary, { maxLength: 12 }), questionArbitrary, (entries, question) => {
        const last = entry({ channel: question.channel, state: 'withdrawn', minute: 10_000 });
        expect(answer([...entries, last], question)).toBe('withdrawn');
      }),
    );
  });

  it('never rests on an entry for another contact point', () => {
    fc.assert(
      fc.property(fc.array(entryArbitrary, { maxLength: 12 }), questionArbitrary, (entries, question) => {
        const others = entries.filter(({ contactPoint }) => contactPoint !== undefined);
        expect(answer(others, { ...question, contactPoint: 'somebody-else' })).toBe('nothing');
      }),
    );
  });
});
