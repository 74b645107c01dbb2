import { expect, it } from 'vitest';
import { linksIn } from './links.ts';

it('finds links in their order and leaves the punctuation behind them', () => {
  expect(linksIn('See https://a.test/x?y=1, or (http://b.test/z). Bye!')).toEqual([
    'https://a.test/x?y=1',
    'http://b.test/z',
  ]);
});

it('finds nothing in a text without links', () => {
  expect(linksIn('ftp://a.test and www.b.test')).toEqual([]);
});
