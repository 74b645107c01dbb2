import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempted, decided, escalation, event, names, receipt, someone } from './facts.ts';
import { startAtPush } from './runs-at-push.ts';
import { openWorld, runOf, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2 });
});
afterAll(() => world.close());

const steer = async (journey: string, how: 'pause' | 'resume'): Promise<unknown> => {
  const answer = await world.call('POST', `/v1/journeys/${journey}/${how}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body['pausedAt'];
};

const parkedOf = (journey: string): Promise<{ run_id: string }[]> =>
  world.query('SELECT run_id FROM parked_timer WHERE journey = $1', [journey]);

const untilParked = (journey: string, count: number): Promise<void> =>
  eventually(async () => expect(await parkedOf(journey)).toHaveLength(count), { timeoutMs: 20_000 });

const untilTold = (run: string, ...whats: string[]): Promise<void> =>
  eventually(async () => {
    const told = (await world.story(run)).timeline.map(({ what }) => what);
    expect(told).toEqual(expect.arrayContaining(whats));
  });

/** Waits for a moment, then says something. */
function waitingJourney(wait: object, more: object = {}): { journey: string; on: string } {
  const { journey, on } = names();
  const steps = [
    { id: 'later', wait },
    { id: 'tell', send: [{ push: 'shipped-push' }] },
  ];
  return { ...escalation({ journey, on, more: { steps, ...more } }), on } as { journey: string; on: string };
}

/** A journey's document without what only the test knows. */
const documentOf = ({ on: _on, ...document }: { journey: string; on: string }): { journey: string } =>
  document;

async function startWaiting(
  wait: object,
  more: object = {},
  count = 1,
): Promise<{ journey: string; on: string; people: string[] }> {
  const draft = waitingJourney(wait, more);
  await world.publish(documentOf(draft));
  const people = Array.from({ length: count }, someone);
  await world.tell(...people.map((recipient) => event(draft.on, recipient, { id: 'e' })));
  await eventually(
    async () => {
      const [row] = await world.query<{ count: number }>('SELECT count(*)::int FROM run WHERE journey = $1', [
        draft.journey,
      ]);
      expect(row).toEqual({ count });
    },
    { timeoutMs: 20_000 },
  );
  return { journey: draft.journey, on: draft.on, people };
}

it('while a journey is paused no event starts a run, at any instance; and none of them does so later', async () => {
  const draft = escalation({ ...names() });
  const on = (draft['start'] as { on: string }).on;
  await world.publish(draft);
  const pausedAt = await steer(draft.journey, 'pause');
  expect(await steer(draft.journey, 'pause')).toBe(pausedAt);
  const early = Array.from({ length: 10 }, someone);
  await world.tell(...early.map((recipient) => event(on, recipient, { id: 'e' })));
  // An event behind them on each partition tells when they were handled.
  const other = escalation({ ...names() });
  await world.publish(other);
  await world.tell(...early.map((recipient) => event((other['start'] as { on: string }).on, recipient)));
  for (const recipient of early) await world.requests(recipient);
  expect(await steer(draft.journey, 'resume')).toBeNull();
  const late = someone();
  await world.tell(event(on, late, { id: 'e' }));
  await world.requests(late);
  for (const recipient of early) {
    expect(world.requested(recipient)).toHaveLength(1);
    expect(await world.call('GET', `/v1/runs/${runOf(draft.journey, 'e', recipient)}`)).toMatchObject({
      status: 404,
    });
  }
});

describe('what is due while a journey is paused', () => {
  it('is parked, fires when the journey is resumed, each once, and keeps its time', async () => {
    const { journey, people } = await startWaiting({ for: 'PT1S' }, {}, 250);
    await steer(journey, 'pause');
    await untilParked(journey, people.length);
    const stillThere = 'SELECT 1 FROM run_timer JOIN run ON run.id = run_id WHERE journey = $1';
    expect(await world.query(stillThere, [journey])).toEqual([]);
    const { body } = await world.call('GET', `/v1/journeys/${journey}/in-flight`);
    const versions = [
      { version: 1, running: 250, steps: [expect.objectContaining({ step: 'later', running: 250 })] },
    ];
    expect(body).toMatchObject({ running: 250, pausedAt: expect.any(String), versions });
    for (const recipient of people) expect(world.requested(recipient)).toEqual([]);
    await steer(journey, 'resume');
    for (const recipient of people) expect(await world.requests(recipient)).toHaveLength(1);
    expect(await parkedOf(journey)).toEqual([]);
    const { timeline } = await world.story(runOf(journey, 'e', people[0]!));
    expect(timeline.map(({ what }) => what)).toEqual(['started', 'waiting', 'timeout', 'requested']);
    await eventually(async () => {
      const { actions } = (await world.call('GET', `/v1/journeys/${journey}/actions`)).body as {
        actions: object[];
      };
      expect(actions).toMatchObject([
        { action: 'resumed', by: 'test', runs: 250, finishedAt: expect.any(String) },
        { action: 'paused', by: 'test' },
        { action: 'published', by: 'test', version: 1 },
      ]);
    });
  });

  it('says nothing more when its run has expired meanwhile', async () => {
    const { journey, people } = await startWaiting({ for: 'PT1S' }, { expires: 'PT2S' });
    await steer(journey, 'pause');
    await untilParked(journey, 1);
    const run = runOf(journey, 'e', people[0]!);
    await eventually(async () => {
      const expired = `SELECT 1 FROM run WHERE id = $1 AND (state->>'expiresAt')::float8 < extract(epoch FROM now()) * 1000`;
      expect(await world.query(expired, [run])).toHaveLength(1);
    });
    await steer(journey, 'resume');
    expect(await world.ended(run)).toMatchObject({ outcome: 'expired' });
    expect(world.requested(people[0]!)).toEqual([]);
  });

  it('is forgotten when an exit ends its run', async () => {
    const cancelled = `${names().on}.cancelled`;
    const { journey, people } = await startWaiting({ for: 'PT1S' }, { exit: [{ on: cancelled }] });
    await steer(journey, 'pause');
    await untilParked(journey, 1);
    await world.tell(event(cancelled, people[0]!));
    expect(await world.ended(runOf(journey, 'e', people[0]!))).toMatchObject({ outcome: 'cancelled' });
    expect(await parkedOf(journey)).toEqual([]);
  });

  it('stays where it is when the journey is paused once more', async () => {
    const { journey, people } = await startWaiting({ for: 'PT1S' }, {}, 30);
    await steer(journey, 'pause');
    await untilParked(journey, people.length);
    for (const how of ['resume', 'pause', 'resume', 'pause', 'resume'] as const) await steer(journey, how);
    for (const recipient of people) expect(await world.requests(recipient)).toHaveLength(1);
    expect(await parkedOf(journey)).toEqual([]);
  });
});

describe('a message that is in flight when its journey is paused', () => {
  it('and fails is not followed by the next one until the journey is resumed', async () => {
    const { recipient, run, push } = await startAtPush(world, { within: 'PT5M' });
    await steer(push.intent.journey, 'pause');
    await world.tell(attempted(push, 'failed', { reason: 'PROVIDER_REFUSED: gone' }));
    await untilParked(push.intent.journey, 1);
    expect(world.requested(recipient)).toHaveLength(1);
    expect(world.withdrawn(recipient)).toEqual([]);
    await steer(push.intent.journey, 'resume');
    const [, sms] = await world.requests(recipient, 2);
    expect(sms).toMatchObject({ intent: { channel: 'sms', rung: 1 } });
    expect(await world.story(run)).toMatchObject({ status: 'running' });
  });

  it('and is opened ends its run as reached when the journey is resumed', async () => {
    const { recipient, run, push } = await startAtPush(world, { within: 'PT5M' });
    await steer(push.intent.journey, 'pause');
    await world.tell(attempted(push, 'accepted'), receipt(push, 'opened'));
    await untilTold(run, 'accepted', 'opened');
    expect(await world.story(run)).toMatchObject({ status: 'running' });
    await steer(push.intent.journey, 'resume');
    expect(await world.ended(run)).toMatchObject({ outcome: 'reached' });
    expect(world.requested(recipient)).toHaveLength(1);
  });

  it('and is deferred is asked for again when the journey is resumed', async () => {
    const { recipient, push } = await startAtPush(world, { within: 'PT5M' });
    await steer(push.intent.journey, 'pause');
    await world.tell(
      decided(push, { decision: 'deferred', until: new Date(Date.now() + 500).toISOString() }),
    );
    await untilParked(push.intent.journey, 1);
    expect(world.requested(recipient)).toHaveLength(1);
    await steer(push.intent.journey, 'resume');
    expect((await world.requests(recipient, 2))[1]).toMatchObject({ messageId: push.messageId, request: 1 });
  });
});

it.each(['pause', 'resume', 'drain'])('%s of a journey that is not there is a problem', async (how) => {
  expect(await world.call('POST', `/v1/journeys/nowhere/${how}`)).toMatchObject({
    status: 404,
    body: { code: 'JOURNEY_NOT_FOUND', field: 'id', fix: expect.any(String) },
  });
});
