import { expect, it } from 'vitest';
import { piecesOf } from './costly.ts';

it('tells the characters that cost UCS-2 from all others', () => {
  expect(piecesOf('Hej')).toEqual([{ text: 'Hej', isCostly: false }]);
  expect(piecesOf('Só 👋€')).toEqual([
    { text: 'S', isCostly: false },
    { text: 'ó', isCostly: true },
    { text: ' ', isCostly: false },
    { text: '👋', isCostly: true },
    { text: '€', isCostly: false },
  ]);
  expect(piecesOf('')).toEqual([]);
});
