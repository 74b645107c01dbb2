import { assert, property, string, tuple, integer } from 'fast-check';
import { expect, test } from 'vitest';
import { makeKey, readKey } from './key-text.ts';

test('a key that was made is read as itself, and no two are alike', () => {
  const keys = Array.from({ length: 1_000 }, () => makeKey());
  for (const { id, text, digest } of keys) {
    expect(text).toMatch(/^hk_[0-9a-f]{16}_[\w-]{43}$/);
    expect(readKey(text)).toEqual({ id, digest });
    expect(digest).toHaveLength(32);
  }
  expect(new Set(keys.map(({ text }) => text)).size).toBe(1_000);
});

test('a new secret for a key keeps its id', () => {
  const first = makeKey();
  const second = makeKey(first.id);
  expect(second.id).toBe(first.id);
  expect(second.digest.equals(first.digest)).toBe(false);
});

test('what is no key is read as nothing, whatever it is', () => {
  assert(property(string({ unit: 'binary' }), (text) => readKey(text) === undefined));
});

test('a key with one character changed is another key, or none', () => {
  const { text, digest } = makeKey();
  const change = tuple(integer({ min: 0, max: text.length - 1 }), string({ minLength: 1, maxLength: 1 }));
  assert(
    property(change, ([at, character]) => {
      const changed = text.slice(0, at) + character + text.slice(at + 1);
      const read = readKey(changed);
      return (
        changed === text || read === undefined || read.id !== text.slice(3, 19) || !read.digest.equals(digest)
      );
    }),
  );
});
