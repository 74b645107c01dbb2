import type { LoadHookSync } from 'node:module';
import { applyPatch } from './apply-patch.ts';
import type { Patch, PlantedBug } from './planted-bug.ts';

/** A load hook of Node's that hands out the bug's files with its patches in them, and all others as they are. */
export function plantingLoader(bug: PlantedBug, repository: URL): LoadHookSync {
  const patches = Map.groupBy(bug.patches, ({ file }) => new URL(file, repository).href);
  return (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const own = patches.get(url);
    if (own === undefined) return loaded;
    return { ...loaded, source: plantInto(textOf(loaded.source), own, bug.name) };
  };
}

/**
 * A file's text with the patches in it.
 * @throws Error when one of them doesn't fit.
 */
export function plantInto(text: string, patches: readonly Patch[], bug: string): string {
  return patches.reduce((patched, patch) => applyPatch(patched, patch, bug), text);
}

function textOf(source: ReturnType<LoadHookSync>['source']): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}
