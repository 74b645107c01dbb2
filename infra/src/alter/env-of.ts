import type { Alteration } from './alteration.ts';

/** The variable that holds the alteration as JSON; read by `preload.ts`, and by nothing in the product. */
export const ALTERATION_VARIABLE = 'HERMOD_ALTERATION';

/**
 * The environment in which every process of a system has to be started so that it is altered. The processes of other
 * services than the alteration's run as they are. What was compiled is not kept: a cache must never hold an alteration.
 */
export function envOf({ name, services, patches }: Alteration): Record<string, string> {
  return {
    NODE_OPTIONS: `--import ${new URL('preload.ts', import.meta.url).href}`,
    [ALTERATION_VARIABLE]: JSON.stringify({ name, services, patches }),
    NODE_DISABLE_COMPILE_CACHE: '1',
  };
}
