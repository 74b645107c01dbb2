import { expect, it } from 'vitest';
import { isConfirmed } from './is-confirmed.ts';

const T0 = Date.parse('2026-11-22T09:00:00Z');
const DAY = 86_400;
const at = (seconds: number): Date => new Date(T0 + seconds * 1_000);

/** A consent that has been pending since 0. */
it.each<[string, number, number | null, number | null, boolean]>([
  ['a YES confirms', 60, null, null, true],
  ['a YES at the same instant confirms', 0, null, null, true],
  ['a YES after seven days confirms', 7 * DAY, null, null, true],
  ['a YES after more than seven days does not', 7 * DAY + 1, null, null, false],
  ['a YES before it does not', -1, null, null, false],
  ['an older withdrawal stands against nothing', 60, -1, null, true],
  ['a withdrawal since does', 60, 30, null, false],
  ['a withdrawal after the YES does as well', 60, 90, null, false],
  ['a withdrawal at the same instant does', 60, 0, null, false],
  ['an older STOP stands against nothing', 60, null, -1, true],
  ['a STOP since does', 60, null, 30, false],
])('%s', (_, yes, withdrawn, stopped, confirmed) => {
  const pending = {
    at: at(0),
    withdrawnAt: withdrawn === null ? null : at(withdrawn),
    stoppedAt: stopped === null ? null : at(stopped),
  };
  expect(isConfirmed(pending, at(yes))).toBe(confirmed);
});
