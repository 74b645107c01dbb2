import { type ApiClient, YAML_TYPE } from '@hermod/api';
import { Name } from '@hermod/contracts';
import { parse, stringify } from 'yaml';
import type { SourceKind } from '../documents/check-source.ts';
import { Failure } from '../failure.ts';
import { inGroups } from './in-groups.ts';

/** A journey's draft or a template as Hermod has it. */
export interface RemoteDocument {
  readonly kind: SourceKind;
  readonly id: string;
  /** As YAML; of a journey that was written so, its source. */
  readonly text: string;
  readonly value: unknown;
  /** Names this state of the document, where Hermod tells one (RFC 9110, 8.8.3). */
  readonly etag: string | undefined;
}

/** Requests under way at once. */
const AT_ONCE = 6;

/** Everything that Hermod has of journeys and templates. */
export async function loadRemote(client: ApiClient): Promise<RemoteDocument[]> {
  const [{ journeys }, { templates }] = await Promise.all([
    client.call('listJourneys'),
    client.call('listTemplates'),
  ]);
  return [
    ...(await inGroups(AT_ONCE, journeys, ({ id }) => loadJourney(client, safeName(id)))),
    ...(await inGroups(AT_ONCE, templates, ({ name }) => loadTemplate(client, safeName(name)))),
  ];
}

async function loadJourney(client: ApiClient, id: string): Promise<RemoteDocument> {
  const { body, headers } = await client.send('getJourney', { params: { id }, accept: YAML_TYPE });
  const text = typeof body === 'string' ? body : stringify(body);
  return { kind: 'journey', id, text, value: parse(text), etag: headers.get('etag') ?? undefined };
}

async function loadTemplate(client: ApiClient, name: string): Promise<RemoteDocument> {
  const { body, headers } = await client.send('getTemplate', { params: { name } });
  const value = { channel: body.channel, content: body.content };
  return {
    kind: 'template',
    id: name,
    text: stringify(value),
    value,
    etag: headers.get('etag') ?? undefined,
  };
}

/** Names become file names here, so none is believed before it was looked at. */
function safeName(name: string): string {
  if (Name.safeParse(name).success) return name;
  throw new Failure(`Hermod has a document that is called ${name}, which is no name`, {
    code: 'NAME_UNUSABLE',
  });
}
