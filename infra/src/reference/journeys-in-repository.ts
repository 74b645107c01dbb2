/** Every journey that this repository shows to people: in files, and in the blocks of its pages. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { parseAllDocuments } from 'yaml';

/** A journey as it stands somewhere. */
export interface ShownJourney {
  /** The file, and for a page the line. */
  readonly place: string;
  readonly source: string;
  readonly document: unknown;
}

const FILES = ['infra/demo/**/*.yaml', 'infra/src/reference/examples/*.yaml', 'examples/**/*.yaml'];
const PAGES = ['README.md', 'docs/**/*.md'];

/** In a fence of its own, or written to a file by a shell command. */
const BLOCK = /^```yaml\n([\s\S]*?)^```$|<<'YAML'\n([\s\S]*?)^YAML$/gm;

/** Finds them all. What has no `journey` is something else, and is left out. */
export function journeysInRepository(): readonly ShownJourney[] {
  const isOurs = (path: string): boolean => !path.includes('node_modules');
  const files = globSync(FILES, { cwd: REPOSITORY }).filter(isOurs);
  const pages = globSync(PAGES, { cwd: REPOSITORY }).filter(isOurs);
  const sources = [
    ...files.map((file): [string, string] => [file, textOf(file)]),
    ...pages.flatMap((page) => {
      const text = textOf(page);
      return [...text.matchAll(BLOCK)].map((match): [string, string] => [
        `${page}:${text.slice(0, match.index).split('\n').length}`,
        match[1] ?? match[2]!,
      ]);
    }),
  ];
  return sources.flatMap(([place, source]) => {
    const [parsed] = parseAllDocuments(source);
    const document: unknown = parsed?.toJS();
    const isJourney =
      typeof document === 'object' && document !== null && 'journey' in document && 'steps' in document;
    return isJourney ? [{ place, source, document }] : [];
  });
}

const textOf = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');
