import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pageOf, readCursor } from './page.ts';

const Key = z.tuple([z.string(), z.number()]);

describe('a page', () => {
  it('tells where the next one begins, only while there is one', () => {
    const rows = [1, 2, 3].map((n) => ({ n }));
    const page = pageOf(rows, 2, (row) => ['x', row.n]);
    expect(page.items).toEqual([{ n: 1 }, { n: 2 }]);
    expect(readCursor(page.next, Key)).toEqual(['x', 2]);
    expect(pageOf(rows, 3, (row) => [row.n])).toEqual({ items: rows });
  });

  it('refuses a cursor that it did not give', () => {
    expect(readCursor(undefined, Key)).toBeUndefined();
    expect(() => readCursor('rubbish', Key)).toThrow(z.ZodError);
    expect(() => readCursor(Buffer.from('[1,2]').toString('base64url'), Key)).toThrow(z.ZodError);
  });
});
