import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { escalation, names } from './facts.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2 });
});
afterAll(() => world.close());

const YAML = 'application/yaml';

/** A request about a draft with headers of its own, to either instance. */
function ask(method: string, journey: string, headers: Record<string, string> = {}, body?: string, at = 0) {
  const secret = world.stage.env('routing')['HERMOD_PRINCIPAL_SECRET']!;
  return fetch(`${world.services[at]!.url}/v1/journeys/${journey}`, {
    method,
    headers: {
      [PRINCIPAL_HEADER]: freshPrincipal(['read', 'design'], 'designer', secret),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(20_000),
  });
}

/** Two texts of one journey, as two designers would write them. */
function texts(): { journey: string; one: string; other: string } {
  const { journey, on } = names();
  const text = (expires: string) => JSON.stringify(escalation({ journey, on, more: { expires } }), null, 1);
  return { journey, one: text('PT1H'), other: text('PT2H') };
}

const tagOf = (answer: Response): string => answer.headers.get('etag') ?? 'none';

describe('a draft', () => {
  it('has a tag that follows from its text, and comes back byte for byte', async () => {
    const { journey, one, other } = texts();
    const saved = await ask('PUT', journey, {}, one);
    expect(saved.status).toBe(201);
    const shown = await ask('GET', journey);
    expect(await shown.text()).toBe(one);
    expect(shown.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(tagOf(shown)).toMatch(/^"[\w-]{22}\.json"$/);
    expect(tagOf(saved)).toBe(tagOf(shown));
    const again = await ask('PUT', journey, {}, one);
    expect([again.status, tagOf(again)]).toEqual([200, tagOf(shown)]);
    expect(tagOf(await ask('PUT', journey, {}, other))).not.toBe(tagOf(shown));
  });

  it('in YAML has a tag of its own, with which it can be replaced as well', async () => {
    const { journey, one, other } = texts();
    await ask('PUT', journey, {}, one);
    const yaml = await ask('GET', journey, { accept: YAML });
    expect(tagOf(yaml)).toMatch(/\.yaml"$/);
    expect(yaml.headers.get('vary')).toBe('accept');
    expect(parse(await yaml.text())).toEqual(JSON.parse(one));
    expect((await ask('PUT', journey, { 'if-match': tagOf(yaml) }, other)).status).toBe(200);
  });

  it('that its reader knows already is not sent again', async () => {
    const { journey, one } = texts();
    const tag = tagOf(await ask('PUT', journey, {}, one));
    const known = await ask('GET', journey, { 'if-none-match': `"other", W/${tag}` });
    expect([known.status, await known.text(), tagOf(known)]).toEqual([304, '', tag]);
    expect((await ask('GET', journey, { 'if-none-match': '"other"' })).status).toBe(200);
  });
});

describe('who saves a draft', () => {
  it('that somebody has changed meanwhile is told so, and nothing is lost', async () => {
    const { journey, one, other } = texts();
    const seen = tagOf(await ask('PUT', journey, {}, one));
    expect((await ask('PUT', journey, { 'if-match': seen }, other)).status).toBe(200);
    const late = await ask('PUT', journey, { 'if-match': seen }, one, 1);
    expect(late.status).toBe(412);
    expect(await late.json()).toMatchObject({
      code: 'JOURNEY_PRECONDITION_FAILED',
      field: 'if-match',
      fix: expect.stringContaining(`GET /v1/journeys/${journey}`),
    });
    expect(await (await ask('GET', journey)).text()).toBe(other);
  });

  it('may ask that there is none yet, or that there is one', async () => {
    const { journey, one, other } = texts();
    const nothing = await ask('PUT', journey, { 'if-match': '*' }, one);
    expect(await nothing.json()).toMatchObject({
      status: 412,
      fix: expect.stringContaining('leave If-Match out'),
    });
    expect((await ask('PUT', journey, { 'if-none-match': '*' }, one)).status).toBe(201);
    expect((await ask('PUT', journey, { 'if-none-match': '*' }, other)).status).toBe(412);
    expect((await ask('PUT', journey, { 'if-match': '*' }, other)).status).toBe(200);
  });

  it.each([['if-match', 'abc'] as const, ['if-none-match', '"abc'] as const])(
    'with %s: %s is told what a tag looks like',
    async (field, value) => {
      const { journey, one } = texts();
      const answer = await ask('PUT', journey, { [field]: value }, one);
      expect(await answer.json()).toMatchObject({ status: 400, code: 'PRECONDITION_INVALID', field });
    },
  );

  it('at the same moment as others wins alone, on whichever instance', async () => {
    const { journey, one, other } = texts();
    const born = await Promise.all(
      [0, 1, 0, 1, 0, 1].map((at) => ask('PUT', journey, { 'if-none-match': '*' }, one, at)),
    );
    expect(born.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201, 412, 412, 412, 412, 412,
    ]);
    const seen = tagOf(await ask('GET', journey));
    const changed = await Promise.all(
      [0, 1, 0, 1].map((at) => ask('PUT', journey, { 'if-match': seen }, other, at)),
    );
    expect(changed.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412, 412]);
  });
});
