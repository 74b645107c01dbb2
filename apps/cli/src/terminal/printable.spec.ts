import { describe, expect, it } from 'vitest';
import { printable, printableJson } from './printable.ts';

const HOSTILE = [
  ['an escape sequence', '\u001b[31mred\u001b[0m', String.raw`\u001b[31mred\u001b[0m`],
  ['one of the C1 kind', '\u009b31m', String.raw`\u009b31m`],
  ['a title that would be set', '\u001b]0;mine\u0007', String.raw`\u001b]0;mine\u0007`],
  ['another line', 'one\r\ntwo\tthree', String.raw`one\r\ntwo\tthree`],
  ['writing that turns round', 'abc\u202edef\u2066', String.raw`abc\u202edef\u2066`],
  ['what nobody sees', 'a\u200bb\ufeff', String.raw`a\u200bb\ufeff`],
  ['half a surrogate pair', 'a\ud800b', String.raw`a\ud800b`],
] as const;

describe('printable', () => {
  it.each(HOSTILE)('writes out %s', (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('leaves what people write', () => {
    const text = 'Åsa 東京 שלום 👩‍👩‍👧 – “ok”';
    expect(printable(text)).toBe(text);
  });
});

describe('printableJson', () => {
  it.each(HOSTILE)('writes out %s, and any reader reads it back', (_what, text) => {
    const shown = printableJson({ text, [text]: 1 });
    expect(shown).not.toMatch(/[^\P{Cc}\n]|[\u200b\u202e\u2066\ufeff]/u);
    expect(JSON.parse(shown)).toEqual({ text, [text]: 1 });
  });
});
