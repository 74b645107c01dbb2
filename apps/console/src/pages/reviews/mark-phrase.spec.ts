import { expect, it } from 'vitest';
import { markPhrase } from './mark-phrase.ts';

it.each([
  ['Please, DON’T text me any more!', 'don t text me', 'DON’T text me'],
  ['leave   me — alone', 'leave me alone', 'leave   me — alone'],
  ['Hör av er aldrig', 'aldrig', 'aldrig'],
])('in “%s” it marks what was found', (text, phrase, marked) => {
  const found = markPhrase(text, phrase);
  expect(found.marked).toBe(marked);
  expect(found.before + found.marked + found.after).toBe(text);
});

it.each([
  ['something else', 'leave me'],
  ['a text', '…'],
  ['(a+)+$', '(a+)+$b'],
])('of “%s” it marks nothing where “%s” is not in it', (text, phrase) => {
  expect(markPhrase(text, phrase)).toEqual({ before: text, marked: '', after: '' });
});
