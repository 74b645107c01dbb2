import { describe, expect, it } from 'vitest';
import { findContradiction } from './find-contradiction.ts';

type Said = Parameters<typeof findContradiction>[0][number];

const said = (state: Said['state'], day: number | undefined, more: Partial<Said> = {}): Said => ({
  state,
  channel: 'sms',
  purpose: 'marketing',
  topic: 'offers',
  contactPoint: undefined,
  at: day === undefined ? undefined : new Date(Date.UTC(2026, 0, day)),
  ...more,
});
const given = said.bind(undefined, 'given');
const withdrawn = said.bind(undefined, 'withdrawn');

describe('what one row says about the same thing', () => {
  it.each([
    ['given', [given(1)]],
    ['withdrawn, as a list of opt-outs says it', [withdrawn(1)]],
    ['given, then withdrawn', [given(1), withdrawn(2)]],
    ['the same in another order', [withdrawn(2), given(1)]],
    ['given, withdrawn, given again', [given(1), withdrawn(2), given(3)]],
    ['of two topics', [withdrawn(1), given(2, { topic: 'news' })]],
    ['of two numbers', [withdrawn(1, { contactPoint: 'a' }), given(2, { contactPoint: 'b' })]],
    ['given twice at once', [given(1), given(1)]],
  ])('%s: can be so', (_what, row) => {
    expect(findContradiction(row)).toBeUndefined();
  });

  it.each([
    ['withdrawn before it was given', [given(2), withdrawn(1)], 'consents[1].at'],
    ['both at the same instant', [given(1), withdrawn(1)], 'consents[1].at'],
    ['both just now', [given(undefined), withdrawn(undefined)], 'consents[1].at'],
    ['both at once, later on', [given(1), withdrawn(3), given(3)], 'consents[2].at'],
  ])("%s: can't be so", (_what, row, field) => {
    expect(findContradiction(row)).toMatchObject({ code: 'CONSENTS_CONTRADICT', field });
  });
});
