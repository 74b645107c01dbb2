import { describe, expect, expectTypeOf, it } from 'vitest';
import type { RunView } from '../operations/runs.ts';
import { ApiProblem, ApiUnreachable } from './api-error.ts';
import { createClient } from './create-client.ts';

interface Seen {
  readonly url: string;
  readonly init: RequestInit;
}

const RUN = '0b0f6d0e-5c1c-4f3e-9b0a-3b6a3f1d2c4e';

/** A client whose requests are seen, and answered with `answer`. */
function clientThatGets(answer: () => Response | Promise<Response>, deadlineMs?: number) {
  const seen: Seen[] = [];
  const client = createClient({
    baseUrl: 'http://gateway.test/',
    key: 'k',
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    fetch: async (url, init) => {
      seen.push({ url: String(url), init: init ?? {} });
      return answer();
    },
  });
  return { client, seen };
}

const json = (body: unknown, status = 200, type = 'application/json'): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type, 'retry-after': '2' } });

describe('a call', () => {
  it('fills path and query, and leaves out what is undefined', async () => {
    const { client, seen } = clientThatGets(() => json({ runs: [] }));
    await client.call('listRuns', {
      query: { recipient: 'ada lovelace', limit: 5, next: undefined } as never,
    });
    await client.call('getRecipient', { params: { id: 'a~b:c' } }).catch(() => undefined);
    expect(seen.map(({ url }) => url)).toEqual([
      'http://gateway.test/v1/runs?recipient=ada+lovelace&limit=5',
      'http://gateway.test/v1/recipients/a~b%3Ac',
    ]);
  });

  it('shows the key, and sends JSON in the first media type of the operation', async () => {
    const { client, seen } = clientThatGets(() => json({ accepted: 1, ids: ['e'], traceId: 't' }, 202));
    await client.call('publishEvents', {
      body: { specversion: '1.0', id: 'e', source: '/s', type: 't', subject: 'ada' },
    });
    const [{ init }] = seen as [Seen];
    expect(init).toMatchObject({
      method: 'POST',
      headers: { authorization: 'Bearer k', 'content-type': 'application/cloudevents+json' },
    });
    expect(JSON.parse(init.body as string)).toMatchObject({ id: 'e' });
  });

  it('is typed by the table', async () => {
    const { client } = clientThatGets(() => json({ id: RUN }));
    const run = await client.call('getRun', { params: { id: RUN } });
    expectTypeOf(run).toEqualTypeOf<RunView>();
    expect(run.id).toBe(RUN);
  });

  it('gives text as it came where it is asked for', async () => {
    const yaml = 'journey: tell\n';
    const { client, seen } = clientThatGets(
      () => new Response(yaml, { headers: { 'content-type': 'application/yaml' } }),
    );
    expect(await client.text('getJourney', { params: { id: 'tell' }, accept: 'application/yaml' })).toBe(
      yaml,
    );
    expect(seen[0]?.init.headers).toMatchObject({ accept: 'application/yaml' });
  });

  it('gives an answer of the table whatever its status', async () => {
    const health = { status: 'unready', gateway: { status: 'ready', failing: [] }, services: {} };
    const { client } = clientThatGets(() => json(health, 503));
    expect(await client.send('getReadiness')).toMatchObject({ status: 503, body: health });
  });

  it.each(['', '.', '..'])('refuses the parameter %j, which no address can hold', async (id) => {
    const { client, seen } = clientThatGets(() => json({}));
    await expect(client.call('getRecipient', { params: { id } })).rejects.toThrow(RangeError);
    expect(seen).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('is a problem when the API says so', async () => {
    const problem = {
      type: 'urn:x',
      title: 'X',
      status: 404,
      code: 'RUN_NOT_FOUND',
      detail: 'there is no run',
    };
    const { client } = clientThatGets(() => json(problem, 404, 'application/problem+json; charset=utf-8'));
    const error: unknown = await client
      .call('getRun', { params: { id: RUN } })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({ status: 404, message: 'there is no run', problem, retryAfterS: 2 });
  });

  it('is unreadable when somebody else answers', async () => {
    const { client } = clientThatGets(() => new Response('<h1>502</h1>', { status: 502 }));
    await expect(client.call('listJourneys')).rejects.toMatchObject({ reason: 'unreadable' });
    const other = clientThatGets(
      () => new Response('{', { headers: { 'content-type': 'application/json' } }),
    );
    await expect(other.client.call('listJourneys')).rejects.toMatchObject({ reason: 'unreadable' });
  });

  it('is the network when nobody answers', async () => {
    const { client } = clientThatGets(() => Promise.reject(new TypeError('fetch failed')));
    const error: unknown = await client.call('listJourneys').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiUnreachable);
    expect(error).toMatchObject({ reason: 'network' });
  });

  it('is the deadline when the answer takes too long, and the caller’s own reason when the caller gives up', async () => {
    const never: typeof fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        const giveUp = (): void => reject(init?.signal?.reason as Error);
        if (init?.signal?.aborted === true) giveUp();
        else init?.signal?.addEventListener('abort', giveUp);
      });
    const client = createClient({ baseUrl: '', deadlineMs: 5, fetch: never });
    await expect(client.call('listJourneys')).rejects.toMatchObject({ reason: 'deadline' });
    const signal = AbortSignal.abort(new Error('the page was left'));
    await expect(client.call('listJourneys', { signal, deadlineMs: 1_000 })).rejects.toBe(signal.reason);
  });
});
