import type { PlantedBug } from './planted-bug.ts';

/** The variable that names the bug; read by `plant.ts`, and by nothing in the product. */
export const BUG_VARIABLE = 'HERMOD_PLANTED_BUG';

/**
 * The environment in which every process of a system has to be started so that it gets the bug. The processes of other
 * services than the bug's run as they are. What was compiled is not kept: a cache must never hold a bug.
 */
export function envOf({ name }: Pick<PlantedBug, 'name'>): Record<string, string> {
  return {
    NODE_OPTIONS: `--import ${new URL('plant.ts', import.meta.url).href}`,
    [BUG_VARIABLE]: name,
    NODE_DISABLE_COMPILE_CACHE: '1',
  };
}
