import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@hermod/testing';
import { decided, escalation, event, names, someone } from './facts.ts';
import { openWorld, runOf, type World } from './world.ts';

interface Page {
  readonly runs: readonly {
    id: string;
    status: string;
    journey: string;
    recipient: string;
    outcome?: string;
    startedAt: string;
  }[];
  readonly next?: string;
}

const RUNS = 25;
const about = names();
const other = names();
const recipient = someone();
let world: World;
let ids: string[];
beforeAll(async () => {
  world = await openWorld();
  await world.publish(escalation({ ...about, within: 'PT1H' }));
  await world.publish(escalation(other));
  ids = Array.from({ length: RUNS }, (_, n) => runOf(about.journey, `e${n}`, recipient));
  await world.tell(
    ...ids.map((_, n) => event(about.on, recipient, { id: `e${n}` })),
    event(other.on, someone()),
  );
  for (const asked of (await world.requests(recipient, RUNS)).slice(0, 5))
    await world.tell(decided(asked, { decision: 'refused', of: 'recipient' }));
  await eventually(async () => expect((await list('status=ended')).runs).toHaveLength(5));
});
afterAll(() => world.close());

async function list(query: string): Promise<Page> {
  const answer = await world.call('GET', `/v1/runs?${query}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body as unknown as Page;
}

describe('the list of runs', () => {
  it('goes page by page, newest first, each run once', async () => {
    const seen: Page['runs'][number][] = [];
    let next: string | undefined;
    do {
      const page = await list(`recipient=${recipient}&limit=4${next === undefined ? '' : `&next=${next}`}`);
      expect(page.runs.length).toBeLessThanOrEqual(4);
      seen.push(...page.runs);
      next = page.next;
    } while (next !== undefined);
    expect(seen.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const times = seen.map(({ startedAt }) => Date.parse(startedAt));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it.each([
    ['recipient', () => `recipient=${recipient}`, RUNS],
    ['journey', () => `journey=${about.journey}`, RUNS],
    ['another journey', () => `journey=${other.journey}`, 1],
    ['running', () => 'status=running', RUNS + 1 - 5],
    ['ended', () => 'status=ended', 5],
    ['all of it', () => `recipient=${recipient}&journey=${about.journey}&status=ended`, 5],
    ['who is not there', () => 'recipient=nobody', 0],
    ['nothing', () => '', RUNS + 1],
  ])('picks by %s', async (_, query, count) => {
    const page = await list(`limit=100&${query()}`);
    expect(page.runs).toHaveLength(count);
    expect(page.next).toBeUndefined();
  });

  it('tells journey, version, status and outcome', async () => {
    const [run] = (await list('status=ended')).runs;
    expect(run).toMatchObject({
      journey: about.journey,
      recipient,
      version: 1,
      status: 'ended',
      outcome: 'exhausted',
    });
    expect(Date.parse(run!.startedAt)).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1000', 'limit'],
    ['limit=many', 'limit'],
    ['status=open', 'status'],
    ['next=x', 'next'],
    [`next=${Buffer.from('["yesterday","x"]').toString('base64url')}`, 'next'],
    [`next=${Buffer.from('["2026-11-22T09:00:00Z"]').toString('base64url')}`, 'next'],
    [`recipient=${'r'.repeat(129)}`, 'recipient'],
    ['recipient=a%00b', 'recipient'],
    ['journey=a%00b', 'journey'],
  ])('with %s is a problem of %s', async (query, field) => {
    const answer = await world.call('GET', `/v1/runs?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID', fix: expect.any(String) } });
    expect(String(answer.body['field'])).toMatch(new RegExp(`^${field}`));
  });
});

describe('a run', () => {
  it('tells its story with the reasons, for a message that was not sent as well', async () => {
    const id = (await list('status=ended')).runs[0]!.id;
    const story = await world.story(id);
    expect(story).toMatchObject({ id, status: 'ended', outcome: 'exhausted' });
    expect(story.timeline).toMatchObject([
      { what: 'started', why: { rule: 'start.on', values: { on: about.on } } },
      {
        what: 'requested',
        step: 'tell',
        message: expect.any(String),
        why: { values: { rung: 1, of: 2, until: 'opened' } },
      },
      {
        what: 'refused',
        step: 'tell',
        why: { rule: 'no consent', values: { channel: 'push', ledger: 'entry-7' } },
      },
      { what: 'exhausted', step: 'tell' },
      { what: 'ended', step: 'missed', why: { values: { outcome: 'exhausted' } } },
    ]);
    for (const { at } of story.timeline) expect(new Date(at).toISOString()).toBe(at);
  });

  it.each([
    ['that is unknown', '7c9e6679-7425-40de-944b-e07fc1f90ae7', 404, 'RUN_NOT_FOUND'],
    ['with an id that is none', 'x', 400, 'REQUEST_INVALID'],
  ])('%s is a problem', async (_, id, status, code) => {
    expect(await world.call('GET', `/v1/runs/${id}`)).toMatchObject({
      status,
      body: { code, field: 'id', fix: expect.any(String) },
    });
  });
});

it('an event with characters that are no text starts a run like any other, and its story can be read', async () => {
  const person = someone();
  await world.tell(event(other.on, person, { id: 'nul', data: { note: 'a\u0000b\ud800', orderId: 'O-1' } }));
  const [asked] = await world.requests(person);
  expect(asked!.intent.context).toMatchObject({ event: { data: { orderId: 'O-1' } } });
  expect(await world.story(asked!.intent.runId)).toMatchObject({ status: 'running' });
});

it.each([
  ['GET', '/v1/runs'],
  ['GET', '/v1/journeys'],
  ['PUT', '/v1/journeys/x'],
  ['POST', '/v1/journeys/x/publish'],
])('%s %s needs a principal', async (method, path) => {
  const response = await fetch(world.services[0]!.url + path, { method });
  expect(response.status).toBe(401);
});
