import { readFileSync, statSync } from 'node:fs';
import { extname, relative, resolve } from 'node:path';
import { Failure } from '../failure.ts';

export type SourceFormat = 'yaml' | 'json';

/** A file with a journey or a template. */
export interface SourceFile {
  /** As it is shown: relative to the working folder where it lies in it. */
  readonly shown: string;
  readonly path: string;
  readonly format: SourceFormat;
  readonly text: string;
}

const FORMATS: Readonly<Record<string, SourceFormat>> = { '.yaml': 'yaml', '.yml': 'yaml', '.json': 'json' };

/** More than any journey or template may have. */
const MAX_FILE_BYTES = 1024 * 1024;

/** True for names that end as YAML and JSON do. */
export function isSourceName(name: string): boolean {
  return FORMATS[extname(name).toLowerCase()] !== undefined && !name.startsWith('.');
}

/**
 * Reads a file.
 * @throws Failure when it can't be read, is too large, is no UTF-8, or is neither YAML nor JSON by its name.
 */
export function readSourceFile(path: string, cwd: string): SourceFile {
  const full = resolve(cwd, path);
  const shown = shownPath(full, cwd);
  const format = FORMATS[extname(full).toLowerCase()];
  if (format === undefined) {
    throw new Failure(`${shown} is neither YAML nor JSON by its name`, {
      code: 'FILE_UNKNOWN',
      fix: 'call it .yaml, .yml or .json',
    });
  }
  return { shown, path: full, format, text: textOf(full, shown) };
}

/** A path as people write it. */
export function shownPath(full: string, cwd: string): string {
  const short = relative(cwd, full);
  return short === '' || short.startsWith('..') ? full : short;
}

function textOf(full: string, shown: string): string {
  let bytes: Buffer;
  try {
    if (statSync(full).size > MAX_FILE_BYTES)
      throw new Failure(`${shown} has more than ${MAX_FILE_BYTES} bytes`, { code: 'FILE_TOO_LARGE' });
    bytes = readFileSync(full);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${shown} can't be read: ${reasonOf(error)}`, {
      code: 'FILE_UNREADABLE',
      cause: error,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Failure(`${shown} is no UTF-8`, { code: 'FILE_NO_TEXT', fix: 'save it as UTF-8', cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read by this user',
  EISDIR: 'it is a folder',
};

/** Why a file can't be used, in words. */
export function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}
