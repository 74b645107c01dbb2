import type { LoadHookSync } from 'node:module';
import type { Alteration } from './alteration.ts';
import { applyPatches } from './apply-patch.ts';

/** A load hook of Node's that hands out the alteration's files with its patches in them, and all others as they are. */
export function alteringLoader({ name, patches }: Alteration, repository: URL): LoadHookSync {
  const byFile = Map.groupBy(patches, ({ file }) => new URL(file, repository).href);
  return (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const own = byFile.get(url);
    return own === undefined ? loaded : { ...loaded, source: applyPatches(textOf(loaded.source), own, name) };
  };
}

function textOf(source: ReturnType<LoadHookSync>['source']): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}
