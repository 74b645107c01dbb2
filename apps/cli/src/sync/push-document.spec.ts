import { ApiProblem, createClient } from '@hermod/api';
import { describe, expect, it } from 'vitest';
import { checkSource } from '../documents/check-source.ts';
import { compare, type Pair } from './compare.ts';
import { pushDocument } from './push-document.ts';

const SOURCE = `journey: tell
purpose: transactional
start: { on: com.shop.a }
steps: [ { id: tell, send: [ { sms: hi } ] } ]
`;

/** A journey of the folder, and what Hermod has of it. */
function pairWith(remoteText: string | undefined): Pair {
  const local = checkSource({ shown: 'a.yaml', path: '/p/a.yaml', format: 'yaml', text: SOURCE }, 'journey');
  const remote =
    remoteText === undefined
      ? []
      : [{ kind: 'journey', id: 'tell', text: remoteText, value: {}, etag: '"seen"' } as const];
  return compare([local], remote)[0]!;
}

function hermodAnswering(status: number, body: object) {
  const seen: { url: string; headers: Record<string, string> }[] = [];
  const type = status < 300 ? 'application/json' : 'application/problem+json';
  const client = createClient({
    baseUrl: 'http://gateway.test',
    fetch: (url, init) => {
      seen.push({ url: String(url), headers: init?.headers as Record<string, string> });
      return Promise.resolve(
        new Response(JSON.stringify(body), { status, headers: { 'content-type': type } }),
      );
    },
  });
  return { client, seen };
}

const problem = (status: number, code: string): object => ({
  type: 'urn:x',
  title: 'X',
  status,
  code,
  detail: 'no',
  fix: 'mend it',
});

describe('pushing a document', () => {
  it('replaces only the draft that was looked at', async () => {
    const { client, seen } = hermodAnswering(200, { journey: 'tell', draft: true });
    expect(await pushDocument(client, pairWith('another'), false)).toEqual({
      kind: 'journey',
      id: 'tell',
      what: 'changed',
    });
    expect(seen).toMatchObject([
      {
        url: 'http://gateway.test/v1/journeys/tell',
        headers: { 'if-match': '"seen"', 'content-type': 'application/yaml' },
      },
    ]);
  });

  it('makes a new one only where there still is none', async () => {
    const { client, seen } = hermodAnswering(201, { journey: 'tell', draft: true });
    expect(await pushDocument(client, pairWith(undefined), false)).toMatchObject({ what: 'new' });
    expect(seen[0]?.headers).toMatchObject({ 'if-none-match': '*' });
  });

  it('puts nothing that is there already, but publishes it', async () => {
    const { client, seen } = hermodAnswering(200, { version: 3 });
    expect(await pushDocument(client, pairWith(SOURCE), true)).toMatchObject({ what: 'kept', version: 3 });
    expect(seen.map(({ url }) => url)).toEqual(['http://gateway.test/v1/journeys/tell/publish']);
    expect(await pushDocument(client, pairWith(SOURCE), false)).toMatchObject({ what: 'kept' });
    expect(seen).toHaveLength(1);
  });

  it.each([412, 422, 409])(
    'tells a refusal of the document with %i, so that the others go on',
    async (status) => {
      const { client } = hermodAnswering(status, problem(status, 'JOURNEY_X'));
      expect(await pushDocument(client, pairWith('another'), false)).toMatchObject({
        what: 'refused',
        refusal: { code: 'JOURNEY_X', detail: 'no', fix: 'mend it', problems: [] },
      });
    },
  );

  it.each([401, 403, 429, 503])('ends with %i, for the others would fare no better', async (status) => {
    const { client } = hermodAnswering(status, problem(status, 'X'));
    await expect(pushDocument(client, pairWith('another'), false)).rejects.toThrow(ApiProblem);
  });
});
