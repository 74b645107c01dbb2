import { describe, expect, it } from 'vitest';
import { Output, paint, wantsColours } from './output.ts';

function written(isColoured: boolean, write: (output: Output) => void): string {
  let text = '';
  write(new Output({ write: (chunk) => (text += chunk) }, isColoured));
  return text;
}

describe('output', () => {
  it('lets no styles through but its own', () => {
    const write = (output: Output): void => output.line('\u001b[5mx', paint('red', '\u001b[0my'));
    expect(written(true, write)).toBe('\\u001b[5mx\u001b[31m\\u001b[0my\u001b[0m\n');
    expect(written(false, write)).toBe('\\u001b[5mx\\u001b[0my\n');
  });

  it('keeps a line one line, and a text its lines', () => {
    expect(written(false, (output) => output.line('a\nb'))).toBe('a\\nb\n');
    expect(written(false, (output) => output.text('a\nb'))).toBe('a\nb\n');
  });

  it('has colours on a terminal only, and not where nobody wants them', () => {
    const sink = { write: () => true };
    expect(wantsColours({ ...sink, isTTY: true }, {})).toBe(true);
    expect(wantsColours({ ...sink, isTTY: true }, { NO_COLOR: '' })).toBe(true);
    expect(wantsColours({ ...sink, isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColours({ ...sink, isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(wantsColours(sink, {})).toBe(false);
  });
});
