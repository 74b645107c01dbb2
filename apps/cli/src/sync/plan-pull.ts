import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckedSource, checkSource, type SourceKind } from '../documents/check-source.ts';
import { filesIn } from '../documents/project.ts';
import { compare, type Pair } from './compare.ts';
import type { RemoteDocument } from './remote.ts';

/** Where a document of Hermod goes, and what is there. */
export interface PlannedFile {
  readonly kind: SourceKind;
  readonly id: string;
  readonly path: string;
  /** What to write. */
  readonly text: string;
  readonly state: 'new' | 'same' | 'differs';
}

/** The folders of each kind, and the working folder. */
export interface PullFolders extends Readonly<Record<SourceKind, string>> {
  readonly cwd: string;
}

/** Finds a file for each document: the one that it has, else one that is called after it. */
export function planPull(remote: readonly RemoteDocument[], folders: PullFolders): PlannedFile[] {
  const local = (['template', 'journey'] as const).flatMap((kind) =>
    filesIn(folders[kind], folders.cwd).map((file) => checkSource(file, kind)),
  );
  const readable = local.filter(({ kind, mistakes }) => kind === 'journey' || mistakes.length === 0);
  const unreadable = new Set(local.filter((one) => !readable.includes(one)).map(({ file }) => file.path));
  return compare(readable, remote).flatMap((pair) => toPlanned(pair, folders, unreadable));
}

function toPlanned(pair: Pair, folders: PullFolders, unreadable: ReadonlySet<string>): PlannedFile[] {
  const { kind, id, local, remote, state } = pair;
  if (remote === undefined) return [];
  if (local !== undefined) {
    const text = textFor(local, remote);
    return [{ kind, id, path: local.file.path, text, state: state === 'same' ? 'same' : 'differs' }];
  }
  const path = freePath(folders[kind], id, unreadable);
  return [{ kind, id, path, text: remote.text, state: existsSync(path) ? 'differs' : 'new' }];
}

/** A template with mistakes still is the file of its name. */
function freePath(folder: string, id: string, unreadable: ReadonlySet<string>): string {
  const endings = ['yaml', 'yml', 'json'].map((ending) => join(folder, `${id}.${ending}`));
  return endings.find((path) => unreadable.has(path)) ?? endings[0]!;
}

/** In the format of the file that is there. */
function textFor({ file }: CheckedSource, { text, value }: RemoteDocument): string {
  return file.format === 'json' ? `${JSON.stringify(value, undefined, 2)}\n` : text;
}
