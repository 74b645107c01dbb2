import { evolveConsent, type LedgerEntry, NO_CONSENT } from '@hermod/consent-policy';
import { describe, expect, it } from 'vitest';
import { isEnded } from './is-ended.ts';

const entry = (
  minute: number,
  state: LedgerEntry['state'],
  more: Partial<LedgerEntry> = {},
): LedgerEntry => ({
  id: `${minute}`,
  state,
  channel: 'sms',
  at: new Date(Date.UTC(2026, 10, 23, 9, minute)),
  ...more,
});
const folded = (...entries: LedgerEntry[]) => entries.reduce(evolveConsent, NO_CONSENT);
const OFFERS = { channel: 'sms', purpose: 'marketing', topic: 'offers' } as const;

describe('what has ended already', () => {
  it('is what a withdrawal at every address covers as a whole', () => {
    expect(isEnded(folded(entry(1, 'withdrawn')), OFFERS)).toBe(true);
    expect(isEnded(folded(entry(1, 'withdrawn', { purpose: 'marketing' })), OFFERS)).toBe(true);
    expect(isEnded(folded(entry(1, 'withdrawn', OFFERS)), OFFERS)).toBe(true);
    expect(isEnded(folded(entry(1, 'withdrawn', OFFERS)), { channel: 'sms', purpose: 'marketing' })).toBe(
      false,
    );
    expect(isEnded(folded(entry(1, 'withdrawn', { contactPoint: 'x' })), OFFERS)).toBe(false);
    expect(isEnded(folded(entry(1, 'withdrawn', { channel: 'email' })), OFFERS)).toBe(false);
    expect(isEnded(NO_CONSENT, OFFERS)).toBe(false);
  });

  it('has not when a part of it was given anew', () => {
    const all = entry(1, 'withdrawn');
    expect(isEnded(folded(all, entry(2, 'given', OFFERS)), { channel: 'sms' })).toBe(false);
    expect(isEnded(folded(all, entry(2, 'pending', OFFERS)), OFFERS)).toBe(false);
    expect(isEnded(folded(entry(0, 'given', OFFERS), all), { channel: 'sms' })).toBe(true);
    expect(isEnded(folded(all, entry(2, 'given', { ...OFFERS, topic: 'news' })), OFFERS)).toBe(true);
  });
});
