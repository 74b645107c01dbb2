/** Ledger entries and questions for specs. */
import { CHANNELS, PURPOSES } from '@hermod/contracts';
import fc from 'fast-check';
import type { ConsentQuestion } from '../src/find-consent.ts';
import type { LedgerEntry } from '../src/ledger-entry.ts';

const START_MS = Date.UTC(2026, 10, 22, 9);
let count = 0;

/** An entry about everything on sms, some minutes after nine. */
export function entry({ minute = 0, ...more }: Partial<LedgerEntry> & { minute?: number } = {}): LedgerEntry {
  count += 1;
  return {
    id: `entry-${count}`,
    state: 'given',
    channel: 'sms',
    at: new Date(START_MS + minute * 60_000),
    ...more,
  };
}

const contactPoint = fc.constantFrom('number-1', 'number-2');
const topic = fc.constantFrom('offers', 'order-updates', undefined);

/** Few values and few instants, so that entries meet. */
export const entryArbitrary: fc.Arbitrary<LedgerEntry> = fc.record({
  id: fc.uuid(),
  state: fc.constantFrom('given' as const, 'withdrawn' as const),
  channel: fc.constantFrom(...CHANNELS),
  contactPoint: fc.option(contactPoint, { nil: undefined }),
  purpose: fc.constantFrom(...PURPOSES, undefined),
  topic,
  at: fc.integer({ min: 0, max: 4 }).map((minute) => new Date(START_MS + minute * 60_000)),
});

export const questionArbitrary: fc.Arbitrary<ConsentQuestion> = fc.record({
  contactPoint,
  channel: fc.constantFrom(...CHANNELS),
  purpose: fc.constantFrom(...PURPOSES),
  topic,
});
