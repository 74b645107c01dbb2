import { readFileSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { Surroundings } from '../command.ts';
import { reasonOf } from '../documents/source-file.ts';
import { Failure, UsageError } from '../failure.ts';

/** What the gateway takes, in bytes. */
const MAX_LIST_BYTES = 50 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
};

/** A list as it is written, and in what. */
export interface WrittenList {
  readonly text: string;
  readonly contentType: string;
}

/**
 * The list of a file, or of the standard input for `-`. Its rows are checked where it is launched.
 * @param format csv or ndjson; told from the name of the file without it.
 * @throws Failure when it can't be read; UsageError when nobody says what it is written in.
 */
export async function readList(
  path: string,
  format: string | undefined,
  { cwd, readInput }: Pick<Surroundings, 'cwd' | 'readInput'>,
): Promise<WrittenList> {
  const contentType = TYPES[format ?? extname(path).slice(1).toLowerCase()];
  if (contentType === undefined)
    throw new UsageError(`what ${path} is written in is not known`, 'say --format csv or --format ndjson');
  if (path === '-') return { text: await readInput(MAX_LIST_BYTES), contentType };
  return { text: textOf(resolve(cwd, path), path), contentType };
}

function textOf(file: string, path: string): string {
  try {
    if (statSync(file).size <= MAX_LIST_BYTES)
      return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new Failure(`${path} is not in UTF-8`, {
        code: 'LIST_NOT_UTF8',
        fix: 'save it as "CSV UTF-8"',
        cause,
      });
    throw new Failure(`${path} can't be read: ${reasonOf(cause)}`, { code: 'FILE_UNREADABLE', cause });
  }
  throw new Failure(`${path} has more than ${MAX_LIST_BYTES} bytes`, {
    code: 'LIST_TOO_LARGE',
    fix: 'launch it in parts',
  });
}
