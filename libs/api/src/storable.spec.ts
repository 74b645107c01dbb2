import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUnstorable } from './storable.ts';

describe('looking for what can not be stored', () => {
  it.each([
    [{ name: 'Ada', tags: ['a', 1, null, true], ключ: '💥' }, true],
    [{ name: 'A\0da' }, false],
    [{ list: [['\udc00']] }, false],
    [{ 'a\0': 1 }, false],
    [{ a: { b: { c: {} } } }, false],
    [{ a: { b: { c: 1 } } }, true],
  ])('judges %j', (value, isStorable) => {
    expect(findUnstorable(value, 3) === undefined).toBe(isStorable);
  });

  it('comes to an end on whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(['string', 'undefined']).toContain(typeof findUnstorable(value, 8));
      }),
    );
  });
});
