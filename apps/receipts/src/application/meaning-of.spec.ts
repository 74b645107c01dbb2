import type { InboundMeaning } from '@hermod/contracts';
import { expect, it } from 'vitest';
import { meaningOf } from './meaning-of.ts';

it.each<[string, string, InboundMeaning | undefined, InboundMeaning]>([
  ['words alone are read', 'stop', undefined, 'opt-out'],
  ['a question is an answer', 'Which bus stop?', undefined, 'answer'],
  ['a keyword of the provider counts', 'no more of this', 'opt-out', 'opt-out'],
  ['a START of the provider counts', 'go on', 'opt-in', 'opt-in'],
  ['an end in words outweighs a START of the provider', 'stop', 'opt-in', 'opt-out'],
  ['an end in words outweighs a HELP of the provider', 'STOP', 'help', 'opt-out'],
  ['a YES is no START, whatever the provider takes it for', 'Yes!', 'opt-in', 'confirmation'],
  ['a HELP is no START', 'help', 'opt-in', 'help'],
])('%s', (_, text, provider, meaning) => {
  expect(meaningOf(text, provider)).toBe(meaning);
});
