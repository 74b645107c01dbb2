import { expect, it } from 'vitest';
import { PageQuery } from './page.ts';

it('a page has 50 rows unless told otherwise, 200 at most', () => {
  expect(PageQuery.parse({})).toEqual({ limit: 50 });
  expect(PageQuery.parse({ limit: '20' }).limit).toBe(20);
  expect(PageQuery.safeParse({ limit: '201' }).success).toBe(false);
});
