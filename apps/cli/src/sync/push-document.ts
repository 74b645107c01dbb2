import { type ApiClient, ApiProblem, YAML_TYPE } from '@hermod/api';
import type { TemplateDocument } from '@hermod/channels';
import type { FailureProblem } from '../failure.ts';
import { meant, type Pair } from './compare.ts';

/** What became of one document. */
export interface Pushed {
  readonly kind: Pair['kind'];
  readonly id: string;
  /** `kept`: Hermod had it already. */
  readonly what: 'new' | 'changed' | 'kept' | 'refused';
  /** The published version, where it was to be published. */
  readonly version?: number;
  readonly refusal?: Refusal;
}

export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly fix: string | undefined;
  readonly problems: readonly FailureProblem[];
}

/** Refusals of this document; with any other the next one would fare no better. */
const OF_THE_DOCUMENT = new Set([400, 404, 409, 412, 413, 422]);

/**
 * Puts one document of the folder into Hermod, unless it is there already, and publishes it where that is wanted.
 * @throws ApiProblem, ApiUnreachable when it is not about this document
 */
export async function pushDocument(client: ApiClient, pair: Pair, publish: boolean): Promise<Pushed> {
  const { kind, id, state } = pair;
  const what = state === 'same' ? 'kept' : state === 'changed' ? 'changed' : 'new';
  try {
    if (what !== 'kept') await put(client, pair);
    if (!publish || kind !== 'journey') return { kind, id, what };
    const { version } = await client.call('publishJourney', { params: { id } });
    return { kind, id, what, version };
  } catch (error) {
    if (!(error instanceof ApiProblem) || !OF_THE_DOCUMENT.has(error.status)) throw error;
    const { code, fix, problems = [] } = error.problem;
    return { kind, id, what: 'refused', refusal: { code, detail: error.message, fix, problems } };
  }
}

async function put(client: ApiClient, { kind, id, local, remote }: Pair): Promise<void> {
  if (local === undefined) throw new TypeError('a document that is only in Hermod is not pushed');
  // Whoever made or changed it since we looked is not overwritten, where Hermod can tell (RFC 9110, 13.1).
  const extraHeaders = preconditionsOf(kind, remote?.etag, remote === undefined);
  if (kind === 'template') {
    await client.call('putTemplate', {
      params: { name: id },
      body: meant(local) as TemplateDocument,
      extraHeaders,
    });
    return;
  }
  const { text, format } = local.file;
  const contentType = format === 'yaml' ? YAML_TYPE : 'application/json';
  await client.call('putJourney', { params: { id }, body: text, contentType, extraHeaders });
}

function preconditionsOf(
  kind: Pair['kind'],
  etag: string | undefined,
  isNew: boolean,
): Record<string, string> {
  if (etag !== undefined) return { 'if-match': etag };
  return isNew && kind === 'journey' ? { 'if-none-match': '*' } : {};
}
