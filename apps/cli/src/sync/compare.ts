import { isDeepStrictEqual } from 'node:util';
import { readTemplateDocument } from '@hermod/channels';
import { stringify } from 'yaml';
import type { CheckedSource, SourceKind } from '../documents/check-source.ts';
import type { RemoteDocument } from './remote.ts';

/** A document by its name, as the folder has it and as Hermod has it. */
export interface Pair {
  readonly kind: SourceKind;
  readonly id: string;
  readonly local: CheckedSource | undefined;
  readonly remote: RemoteDocument | undefined;
  readonly state: 'same' | 'changed' | 'only-local' | 'only-remote';
}

/** Every document that one side has: templates before the journeys that use them, each by name. */
export function compare(local: readonly CheckedSource[], remote: readonly RemoteDocument[]): Pair[] {
  return (['template', 'journey'] as const).flatMap((kind) => {
    const here = new Map(local.filter((one) => one.kind === kind).map((one) => [one.id ?? '', one]));
    const there = new Map(remote.filter((one) => one.kind === kind).map((one) => [one.id, one]));
    const ids = [...new Set([...here.keys(), ...there.keys()])].toSorted();
    return ids.map((id) => toPair(kind, id, here.get(id), there.get(id)));
  });
}

function toPair(
  kind: SourceKind,
  id: string,
  local: CheckedSource | undefined,
  remote: RemoteDocument | undefined,
): Pair {
  const pair = { kind, id, local, remote };
  if (local === undefined) return { ...pair, state: 'only-remote' };
  if (remote === undefined) return { ...pair, state: 'only-local' };
  return { ...pair, state: isSame(local, remote) ? 'same' : 'changed' };
}

/** The source of a journey is kept as it was written, comments too; of JSON and of templates only what they say. */
function isSame(local: CheckedSource, remote: RemoteDocument): boolean {
  if (local.kind === 'journey' && local.file.format === 'yaml') return local.file.text === remote.text;
  return isDeepStrictEqual(meant(local), remote.value);
}

/** Both sides as texts to put side by side. */
export function textsOf({ local, remote }: Pair): { readonly local: string; readonly remote: string } {
  const asYaml = local === undefined || (local.kind === 'journey' && local.file.format === 'yaml');
  const remoteText = remote === undefined ? '' : asYaml ? remote.text : stringify(remote.value);
  return {
    local: local === undefined ? '' : asYaml ? local.file.text : stringify(meant(local)),
    remote: remoteText,
  };
}

/** A template as Hermod keeps it: without the space around its texts. */
export function meant({ kind, value }: CheckedSource): unknown {
  return kind === 'template' ? readTemplateDocument(value) : value;
}
