import { expect, it } from 'vitest';
import { Problem } from '../api/problem.ts';
import { fieldErrorsOf } from './field-errors.ts';

const refused = new Problem({
  status: 400,
  title: 'Bad request',
  code: 'REQUEST_INVALID',
  problems: [
    { field: 'caps[0].most', message: 'too small', fix: 'send at least 1' },
    { field: 'topics[1].title.en', message: 'too short' },
  ],
});

it('leads each mistake to its field', () => {
  const at = fieldErrorsOf(refused);
  expect(at('caps[0].most')).toBe('Send at least 1.');
  expect(at('caps[0].name')).toBeUndefined();
  expect(at('caps[1].most')).toBeUndefined();
});

it('tells a mistake deeper down at the field that holds it', () => {
  expect(fieldErrorsOf(refused)('topics[1].title')).toBe('Too short.');
  expect(fieldErrorsOf(refused)('topics[1].tit')).toBeUndefined();
});

it('knows the one field of a problem that has no list', () => {
  const one = new Problem({ status: 422, title: 'No', code: 'X', field: 'at', detail: 'it lies ahead' });
  expect(fieldErrorsOf(one)('at')).toBe('It lies ahead.');
  expect(fieldErrorsOf(null)('at')).toBeUndefined();
});

it('tells a list from what stands in it', () => {
  expect(fieldErrorsOf(refused)('topics')).toBe('Too short.');
  expect(fieldErrorsOf(refused).exactly('topics')).toBeUndefined();
});
