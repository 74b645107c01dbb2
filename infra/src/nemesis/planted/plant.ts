/**
 * Loaded with `--import` by the processes of a nemesis that plants a bug (see `env-of.ts`), before anything else. A
 * process whose service doesn't get the bug runs as it is; one in whose code the bug no longer fits ends at once.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { bugNamed } from './bugs.ts';
import { BUG_VARIABLE } from './env-of.ts';
import { plantingLoader, plantInto } from './planting-loader.ts';

const REPOSITORY = new URL('../../../../', import.meta.url);

const bug = bugNamed(process.env[BUG_VARIABLE] ?? '');
// Looked at before anything is loaded: what this process happens not to import is noticed as well.
for (const [file, patches] of Map.groupBy(bug.patches, (patch) => patch.file))
  plantInto(readFileSync(new URL(file, REPOSITORY), 'utf8'), patches, bug.name);

const service = serviceOf(process.argv[1] ?? '');
if (isMainThread && bug.services.some((each) => each === service)) {
  registerHooks({ load: plantingLoader(bug, REPOSITORY) });
  process.stderr.write(`planted: ${bug.name}\n`);
}

/** The service that a main file starts (`apps/<service>/dist/main.js`), or undefined for anything else. */
function serviceOf(main: string): string | undefined {
  const folder = dirname(dirname(main));
  const isMain =
    pathToFileURL(main).href === new URL(`apps/${basename(folder)}/dist/main.js`, REPOSITORY).href;
  return isMain ? basename(folder) : undefined;
}
