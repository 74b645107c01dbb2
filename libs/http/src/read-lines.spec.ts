import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { array, assert, asyncProperty, integer, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, type LineLimits, readLines } from './read-lines.ts';

const LIMITS: LineLimits = { maxBytes: 1_000, maxLineBytes: 20 };

async function linesOf(chunks: readonly (string | Buffer)[], limits = LIMITS): Promise<Line[]> {
  const lines: Line[] = [];
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const line of readLines(stream, limits)) lines.push(line);
  return lines;
}

describe('the lines of a stream', () => {
  it('are counted from one, without the empty ones, whatever ends them', async () => {
    expect(await linesOf(['\uFEFF{"a":1}\r\n\n  \n', 'b'])).toEqual([
      { number: 1, text: '{"a":1}' },
      { number: 4, text: 'b' },
    ]);
    expect(await linesOf([])).toEqual([]);
    expect(await linesOf(['a\n'])).toEqual([{ number: 1, text: 'a' }]);
  });

  it('are the same however the bytes are cut', async () => {
    const texts = array(string({ unit: 'grapheme', maxLength: 8 }), { maxLength: 10 });
    await assert(
      asyncProperty(texts, integer({ min: 1, max: 7 }), async (lines, size) => {
        const bytes = Buffer.from(lines.join('\n'));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
          bytes.subarray(n * size, (n + 1) * size),
        );
        const limits = { maxBytes: 10_000, maxLineBytes: 1_000 };
        expect(await linesOf(chunks, limits)).toEqual(await linesOf([bytes], limits));
      }),
      { numRuns: 50 },
    );
  });

  it('that are too long, or no UTF-8, have no text, and the next one has', async () => {
    const long = 'x'.repeat(21);
    expect(
      await linesOf([long.slice(0, 10), `${long.slice(10)}\nb\n`, Buffer.from([0x61, 0xff, 0x0a]), 'c']),
    ).toEqual([
      { number: 1, text: undefined },
      { number: 2, text: 'b' },
      { number: 3, text: undefined },
      { number: 4, text: 'c' },
    ]);
  });

  it('end when there are too many bytes', async () => {
    await expect(linesOf(['a\nb\n', 'c'.repeat(1_000)])).rejects.toMatchObject({
      code: 'BODY_TOO_LARGE',
      fix: expect.stringContaining('2 lines'),
    });
  });

  it('are thrown away when nobody wants more, and nothing is cut off', async () => {
    const stream = Readable.from(Array.from({ length: 100 }, () => Buffer.from('a\nb\n')));
    for await (const { text } of readLines(stream, LIMITS)) if (text === 'a') break;
    // It may have ended by now.
    await finished(stream);
    expect(stream.errored).toBeNull();
  });
});
