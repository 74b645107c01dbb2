import { expect, it } from 'vitest';
import { misfitsOf } from '../alter/misfits.ts';
import { SAFETIES } from './safeties.ts';

it.each(SAFETIES.map((safety) => [safety.name, safety] as const))(
  'leaving out %s fits the code',
  (_, safety) => {
    expect(misfitsOf(safety)).toEqual([]);
  },
);
