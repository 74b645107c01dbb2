import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { isSourceName, reasonOf, readSourceFile, shownPath, type SourceFile } from './source-file.ts';

/** Where a project keeps what. */
export const JOURNEYS_FOLDER = 'journeys';
export const TEMPLATES_FOLDER = 'templates';

/** The files of a folder with journeys and templates. */
export interface Project {
  readonly folder: string;
  readonly journeys: readonly SourceFile[];
  readonly templates: readonly SourceFile[];
}

/**
 * Reads `journeys/` and `templates/` of a folder, each in the order of its names. A subfolder that isn't there is empty.
 * @throws Failure when the folder isn't there, or a file can't be read.
 */
export function readProject(folder: string, cwd: string): Project {
  const full = resolve(cwd, folder);
  if (!isFolder(full)) {
    throw new Failure(`there is no folder ${shownPath(full, cwd)}`, {
      code: 'FOLDER_MISSING',
      fix: `name one that has ${JOURNEYS_FOLDER}/ or ${TEMPLATES_FOLDER}/`,
    });
  }
  return {
    folder: full,
    journeys: filesIn(join(full, JOURNEYS_FOLDER), cwd),
    templates: filesIn(join(full, TEMPLATES_FOLDER), cwd),
  };
}

/** True when there is a folder of that name. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** True for the file of a scenario, which stands beside the journeys that it is about. */
export function isScenarioName(name: string): boolean {
  return isSourceName(name) && /\.test\.[a-z]+$/i.test(name);
}

/** The journeys and templates that lie directly in a folder. */
export function filesIn(folder: string, cwd: string): SourceFile[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Failure(`${shownPath(folder, cwd)} can't be read: ${reasonOf(error)}`, { cause: error });
  }
  return names
    .filter((name) => isSourceName(name) && !isScenarioName(name))
    .toSorted()
    .map((name) => readSourceFile(join(folder, name), cwd));
}
