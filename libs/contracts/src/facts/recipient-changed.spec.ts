import { expect, it } from 'vitest';
import { erasuresOf, type RecipientChanged } from './recipient-changed.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 22, 9, 0, second)).toISOString();
const state = (recipient: string, second: number, erased: boolean): RecipientChanged => ({
  recipient,
  attributes: {},
  contactPoints: [],
  erased,
  ...(erased ? { addressHashes: [`${recipient} ${second}`] } : {}),
  at: at(second),
});

it('finds the latest erasure of each recipient, also one that a later state has overtaken', () => {
  const facts = [
    state('ada', 1, true),
    state('bo', 2, false),
    state('ada', 3, true),
    state('ada', 2, false),
    state('cy', 4, true),
    state('cy', 5, false),
  ];
  expect(erasuresOf(facts)).toEqual([
    { recipient: 'ada', erasedAt: new Date(at(3)), addressHashes: ['ada 3'] },
    { recipient: 'cy', erasedAt: new Date(at(4)), addressHashes: ['cy 4'] },
  ]);
});
