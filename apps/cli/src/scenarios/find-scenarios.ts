import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isFolder, isScenarioName } from '../documents/project.ts';
import { isSourceName, reasonOf, shownPath } from '../documents/source-file.ts';
import { Failure } from '../failure.ts';

/** Deeper folders are not looked into: links may lead round in a circle. */
const MAX_DEPTH = 8;

/**
 * The files with scenarios among paths: files as they are named, of folders those that end in `.test.yaml`, `.test.yml` or
 * `.test.json`, in the order of their names.
 * @throws Failure when there is none, or a folder can't be read.
 */
export function findScenarios(paths: readonly string[], cwd: string): string[] {
  const found = paths.flatMap((path) => {
    const full = resolve(cwd, path);
    if (isFolder(full)) return scenariosIn(full, cwd, MAX_DEPTH);
    if (isSourceName(basename(path))) return [full];
    throw new Failure(`there is no folder ${path}`, {
      code: 'FOLDER_MISSING',
      fix: 'name one with scenarios, or the file of one',
    });
  });
  if (found.length > 0) return [...new Set(found)];
  throw new Failure(`there is no scenario in ${paths.join(', ')}`, {
    code: 'SCENARIO_MISSING',
    fix: 'their files end in .test.yaml and stand beside the journeys; docs/scenarios.md shows one',
  });
}

function scenariosIn(folder: string, cwd: string, depth: number): string[] {
  const entries = namesIn(folder, cwd).filter((name) => !name.startsWith('.') && name !== 'node_modules');
  return entries.flatMap((name) => {
    const path = join(folder, name);
    if (isFolder(path)) return depth === 0 ? [] : scenariosIn(path, cwd, depth - 1);
    return isScenarioName(name) ? [path] : [];
  });
}

function namesIn(folder: string, cwd: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw new Failure(`${shownPath(folder, cwd)} can't be read: ${reasonOf(error)}`, { cause: error });
  }
}
