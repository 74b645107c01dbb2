import { expect, it } from 'vitest';
import { ageMsOf, notAfter } from './look.ts';

const HELD = Date.parse('2026-11-22T09:00:00Z');
/** The locks were asked for at 1,000 of our clock and held by 1,400; when in between, only the database knows. */
const look = { at: new Date(HELD), beforeMs: 1_000, afterMs: 1_400, seenUpToMs: HELD - 500 };

it('a call is never dated after it began, however long the locks took', () => {
  expect(notAfter(look, 1_400)).toEqual(look.at);
  expect(notAfter(look, 1_450)).toEqual(new Date(HELD + 50));
});

it('a view is never taken for younger than it may be', () => {
  expect(ageMsOf(look, 1_400)).toBe(900);
  expect(ageMsOf(look, 2_500)).toBe(2_000);
});
