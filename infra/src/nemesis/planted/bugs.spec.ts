import { expect, it } from 'vitest';
import { misfitsOf } from '../../alter/misfits.ts';
import { INVARIANT_NAMES } from '../checker/invariants.ts';
import { bugNamed, PLANTED_BUGS } from './bugs.ts';

it('are at least ten, each under a name of its own', () => {
  const names = new Set(PLANTED_BUGS.map(({ name }) => name));
  expect(names.size).toBe(PLANTED_BUGS.length);
  expect(names.size).toBeGreaterThanOrEqual(10);
});

it('are each caught by an invariant that the checker has', () => {
  for (const { caughtBy } of PLANTED_BUGS) expect(INVARIANT_NAMES).toContain(caughtBy);
});

it.each(PLANTED_BUGS.map((bug) => [bug.name, bug] as const))('%s fits the code', (_, bug) => {
  expect(misfitsOf(bug)).toEqual([]);
});

it('are found by their names, and what nobody knows is refused', () => {
  for (const bug of PLANTED_BUGS) expect(bugNamed(bug.name)).toBe(bug);
  expect(() => bugNamed('made-up')).toThrow('no bug is called made-up');
});
