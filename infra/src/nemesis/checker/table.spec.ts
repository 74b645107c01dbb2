import { expect, it } from 'vitest';
import type { Invariant } from './invariant.ts';
import { tableOf } from './table.ts';

const named = (name: string, says: string): Invariant => ({
  name,
  says,
  check: () => ({ tested: 0, breaches: [] }),
});

it('shows each invariant with its numbers and its sentence', () => {
  const table = tableOf([
    { invariant: named('order', 'one after the other'), finding: { tested: 12_345, breaches: [] } },
    {
      invariant: named('no-double', 'once'),
      finding: { tested: 7, breaches: [{ words: 'x' }, { words: 'y' }] },
    },
  ]);
  expect(table.split('\n')).toEqual([
    'invariant  tested  broken  what must hold',
    '---------  ------  ------  -------------------',
    'order      12,345       0  one after the other',
    'no-double       7       2  once',
  ]);
});
