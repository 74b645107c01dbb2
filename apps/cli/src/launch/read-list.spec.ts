import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure, UsageError } from '../failure.ts';
import { readList } from './read-list.ts';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hermod-list-'));
  writeFileSync(join(cwd, 'a.csv'), 'recipient\nada\n');
  writeFileSync(join(cwd, 'latin.csv'), Buffer.from('recipient,name\nada,\u00c5sa\n', 'latin1'));
  writeFileSync(join(cwd, 'list.txt'), 'recipient\n');
});
afterAll(() => rmSync(cwd, { recursive: true }));

const read = (path: string, format?: string) =>
  readList(path, format, { cwd, readInput: () => Promise.resolve('{"recipient":"ada"}') });

describe('a list to launch', () => {
  it('is written in what its name says, or the option', async () => {
    expect(await read('a.csv')).toEqual({ text: 'recipient\nada\n', contentType: 'text/csv' });
    expect(await read('list.txt', 'csv')).toMatchObject({ contentType: 'text/csv' });
    expect(await read('-', 'ndjson')).toEqual({
      text: '{"recipient":"ada"}',
      contentType: 'application/x-ndjson',
    });
  });

  it('whose format nobody says is not guessed', async () => {
    await expect(read('list.txt')).rejects.toThrow(UsageError);
    await expect(read('-')).rejects.toThrow(UsageError);
  });

  it('has to be there, and in UTF-8', async () => {
    await expect(read('none.csv')).rejects.toThrow('there is no such file');
    await expect(read('latin.csv')).rejects.toThrow(Failure);
    await expect(read('latin.csv')).rejects.toThrow('is not in UTF-8');
  });
});
