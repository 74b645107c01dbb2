/**
 * Loaded with `--import` by the processes of an altered system (see `env-of.ts`), before anything else. A process whose
 * service isn't altered runs as it is; one in whose code the alteration no longer fits ends at once.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import type { Alteration } from './alteration.ts';
import { alteringLoader } from './altering-loader.ts';
import { applyPatches } from './apply-patch.ts';
import { ALTERATION_VARIABLE } from './env-of.ts';

const REPOSITORY = new URL('../../../', import.meta.url);

const alteration = JSON.parse(process.env[ALTERATION_VARIABLE] ?? 'null') as Alteration | null;
if (alteration === null) throw new Error(`${ALTERATION_VARIABLE} holds no alteration`);
// Looked at before anything is loaded: what this process happens not to import is noticed as well.
for (const [file, patches] of Map.groupBy(alteration.patches, (patch) => patch.file))
  applyPatches(readFileSync(new URL(file, REPOSITORY), 'utf8'), patches, alteration.name);

const service = serviceOf(process.argv[1] ?? '');
if (isMainThread && alteration.services.some((each) => each === service)) {
  registerHooks({ load: alteringLoader(alteration, REPOSITORY) });
  process.stderr.write(`altered: ${alteration.name}\n`);
}

/** The service that a main file starts (`apps/<service>/dist/main.js`), or undefined for anything else. */
function serviceOf(main: string): string | undefined {
  const folder = dirname(dirname(main));
  const isMain =
    pathToFileURL(main).href === new URL(`apps/${basename(folder)}/dist/main.js`, REPOSITORY).href;
  return isMain ? basename(folder) : undefined;
}
