import { describe, expect, it } from 'vitest';
import { shorten, showInvisible } from './show-text.ts';

describe('hostile text', () => {
  it('can not turn around what stands beside it', () => {
    expect(showInvisible('invoice\u202Efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe');
  });

  it('hides no control characters, and keeps line breaks and tabs', () => {
    expect(showInvisible('a\u0000b\u200Bc\nd\te')).toBe('a⟨U+0000⟩b⟨U+200B⟩c\nd\te');
  });

  it('keeps scripts, emoji and their joiners as they are', () => {
    expect(showInvisible('שלום Ådä 👩‍🚀')).toBe('שלום Ådä 👩‍🚀');
  });

  it('is shown in part when it is long, and no emoji is cut', () => {
    expect(shorten('x'.repeat(100_000), 2_000)).toEqual({ shown: 'x'.repeat(2_000), omitted: 98_000 });
    expect(shorten('ab😀', 3)).toEqual({ shown: 'ab', omitted: 2 });
    expect(shorten('ab', 3)).toEqual({ shown: 'ab', omitted: 0 });
  });
});
