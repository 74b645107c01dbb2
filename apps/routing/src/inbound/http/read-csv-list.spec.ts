import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { checkList, type ReadRow } from './launch-list.ts';
import { readCsvList } from './read-csv-list.ts';

const streamOf = (...chunks: readonly (string | Buffer)[]): Readable =>
  Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

async function readAll(...chunks: readonly (string | Buffer)[]): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const row of readCsvList(streamOf(...chunks))) rows.push(row);
  return rows;
}

describe('a list of comma-separated values', () => {
  it('may be cut anywhere, also within a character', async () => {
    const bytes = Buffer.from(`recipient,name\n${'ada,🦉\n'.repeat(3_000)}`);
    const chunks = Array.from({ length: Math.ceil(bytes.length / 997) }, (_, n) =>
      bytes.subarray(n * 997, (n + 1) * 997),
    );
    const rows = await readAll(...chunks);
    expect(rows).toHaveLength(3_000);
    const odd = rows.filter(({ value }) => JSON.stringify(value) !== JSON.stringify(ROW));
    expect(odd).toEqual([]);
  });

  it('tells a row by the line on which it ends, whatever breaks its cells hold', async () => {
    const rows = await readAll('recipient,note\n\nada,"two\nlines"\nbo,x\n');
    expect(rows.map(({ line }) => line)).toEqual([4, 5]);
  });

  it('goes on behind a row that can not be read', async () => {
    const rows = await readAll('recipient,note\nada\nbo,x\n');
    expect(rows).toMatchObject([
      { line: 2, value: { problem: 'this row has more or fewer cells than the first one' } },
      { line: 3, value: { row: { recipient: 'bo' } } },
    ]);
  });

  it('keeps columns apart that are called like what objects have', async () => {
    const [row] = await readAll('recipient,constructor,__proto__\nada,1,2\n');
    expect(JSON.stringify(row!.value)).toBe(
      '{"row":{"recipient":"ada","data":{"constructor":"1","__proto__":"2"}}}',
    );
  });

  it('is read no further than its limits', async () => {
    const long = readAll(`recipient,note\nada,"${'x'.repeat(40_000)}"\n`);
    await expect(long).resolves.toMatchObject([{ value: { problem: expect.stringContaining('32768') } }]);
    const wide = readAll(`recipient,${Array.from({ length: 100 }, (_, n) => `c${n}`).join(',')}\n`);
    await expect(wide).rejects.toMatchObject({ code: 'LAUNCH_LIST_INVALID' });
    const large = streamOf('recipient\n', Buffer.alloc(51 * 1024 * 1024));
    await expect(checkList(readCsvList(large))).rejects.toMatchObject({ code: 'LAUNCH_LIST_TOO_LARGE' });
  });
});

const ROW = { row: { recipient: 'ada', data: { name: '🦉' } } };
