import { describe, expect, it } from 'vitest';
import { meets, readPreconditions } from './preconditions.ts';

describe('the preconditions of a request', () => {
  it('are tags as they were given, or any', () => {
    expect(readPreconditions({})).toEqual({});
    expect(readPreconditions({ 'if-match': '"a"' })).toEqual({ ifMatch: ['"a"'] });
    expect(readPreconditions({ 'if-match': ' "a" , W/"b,c",, "" ' })).toEqual({
      ifMatch: ['"a"', 'W/"b,c"', '""'],
    });
    expect(readPreconditions({ 'if-none-match': '*' })).toEqual({ ifNoneMatch: '*' });
  });

  it.each(['', 'a', '"a', '"a" "b"', '*, "a"', 'w/"a"', '"a"b', ',', `${'"a",'.repeat(101)}"a"`])(
    'are refused when they are none: %s',
    (header) => {
      expect(() => readPreconditions({ 'if-match': header })).toThrow('if-match is no list of entity tags');
    },
  );
});

describe('a state', () => {
  const tags = ['"a.json"', '"a.yaml"'];

  it('meets If-Match when one of its tags is named, and a weak tag names none', () => {
    const ifMatch = (header: string, of: readonly string[] | undefined = tags) =>
      meets(readPreconditions({ 'if-match': header }), of).ifMatch;
    expect([ifMatch('"a.yaml"'), ifMatch('"x", "a.json"'), ifMatch('*')]).toEqual([true, true, true]);
    expect([ifMatch('"x"'), ifMatch('W/"a.json"')]).toEqual([false, false]);
    const nothing = meets(readPreconditions({ 'if-match': '*' }), undefined);
    expect(nothing.ifMatch).toBe(false);
  });

  it('meets If-None-Match when none of its tags is named, weak or not, and * only when there is none', () => {
    const ifNoneMatch = (header: string) =>
      meets(readPreconditions({ 'if-none-match': header }), tags).ifNoneMatch;
    expect([
      ifNoneMatch('"x"'),
      ifNoneMatch('"a.json"'),
      ifNoneMatch('W/"a.json"'),
      ifNoneMatch('*'),
    ]).toEqual([true, false, false, false]);
    expect(meets({ ifNoneMatch: '*' }, undefined).ifNoneMatch).toBe(true);
  });

  it('meets what is not asked', () => {
    expect([meets({}, tags), meets({}, undefined)]).toEqual([
      { ifMatch: true, ifNoneMatch: true },
      { ifMatch: true, ifNoneMatch: true },
    ]);
  });
});
