import { eventually, lockRecipient } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempted, escalation, event, names, someone } from './facts.ts';
import { type AtPush, startAtPush } from './runs-at-push.ts';
import { openWorld, runOf, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2 });
});
afterAll(() => world.close());

interface Action {
  readonly id: string;
  readonly action: string;
  readonly runs: number;
  readonly finishedAt?: string;
}

const WAITING = {
  steps: [
    { id: 'later', wait: { for: 'PT5M' } },
    { id: 'tell', send: [{ push: 'shipped-push' }] },
  ],
};

async function get(path: string): Promise<Record<string, unknown>> {
  const answer = await world.call('GET', path);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

const versionsOf = async (journey: string): Promise<unknown> =>
  (await get(`/v1/journeys/${journey}/versions`))['versions'];

const actionsOf = async (journey: string): Promise<Action[]> =>
  (await get(`/v1/journeys/${journey}/actions`))['actions'] as Action[];

const untilRunning = (journey: string, count: number): Promise<void> =>
  eventually(
    async () => expect(await get(`/v1/journeys/${journey}/in-flight`)).toMatchObject({ running: count }),
    { timeoutMs: 20_000 },
  );

/** Starts runs that wait; returns their recipients. */
async function startRuns(about: { journey: string; on: string }, count: number, id = 'e'): Promise<string[]> {
  const people = Array.from({ length: count }, someone);
  await world.tell(...people.map((recipient) => event(about.on, recipient, { id })));
  return people;
}

/** Publishes one more version of a journey, an escalation, and starts a run that stands at its push. */
async function startNextVersion(about: { journey: string; on: string }): Promise<AtPush> {
  await world.publish(escalation({ ...about, within: 'PT5M' }));
  const [recipient] = await startRuns(about, 1);
  const [push] = await world.requests(recipient!);
  return { recipient: recipient!, run: runOf(about.journey, 'e', recipient!), push: push! };
}

/** Orders the end of a version's runs, and waits until each was told. */
async function cancel(journey: string, version: number, body?: object): Promise<Action> {
  const path = `/v1/journeys/${journey}/versions/${version}/cancel`;
  const answer = await world.call('POST', path, body);
  expect(answer.status, answer.text).toBe(202);
  return finished(journey, answer.body['action'] as string);
}

const finished = (journey: string, id: string): Promise<Action> =>
  eventually(
    async () => {
      const action = (await actionsOf(journey)).find((each) => each.id === id)!;
      if (action.finishedAt === undefined) throw new Error(`${action.runs} runs so far`);
      return action;
    },
    { timeoutMs: 30_000 },
  );

describe('the versions of a journey', () => {
  it('tell how many runs go on with each, page by page, until the last has ended', async () => {
    const about = names();
    await world.publish(escalation({ ...about, more: WAITING }));
    await startRuns(about, 3);
    await untilRunning(about.journey, 3);
    const { run, push, ...second } = await startNextVersion(about);
    await world.publish(escalation({ ...about, within: 'PT2M' }));
    expect(await versionsOf(about.journey)).toMatchObject([
      { version: 3, state: 'published', running: 0, understood: true },
      { version: 2, state: 'draining', running: 1 },
      { version: 1, state: 'draining', running: 3 },
    ]);
    await world.tell(attempted(push, 'failed', { reason: 'PROVIDER_REFUSED: gone' }));
    const [, sms] = await world.requests(second.recipient, 2);
    await world.tell(attempted(sms!, 'failed', { reason: 'PROVIDER_REFUSED: gone' }));
    await world.ended(run);
    const first = await get(`/v1/journeys/${about.journey}/versions?limit=2`);
    expect(first).toMatchObject({ published: 3, versions: [{ version: 3 }, { version: 2, state: 'done' }] });
    const next = await get(`/v1/journeys/${about.journey}/versions?limit=2&next=${String(first['next'])}`);
    expect(next).toMatchObject({ versions: [{ version: 1, running: 3 }] });
    expect(next).not.toHaveProperty('next');
  });

  it('show who is in flight on which step, and what publishing the draft would change', async () => {
    const about = names();
    await world.publish(escalation({ ...about, more: WAITING }));
    await startRuns(about, 2);
    await untilRunning(about.journey, 2);
    await startNextVersion(about);
    const same = await get(`/v1/journeys/${about.journey}/in-flight`);
    const nothing = { head: [], added: [], removed: [], changed: [] };
    expect(same).toMatchObject({
      published: 2,
      pausedAt: null,
      running: 3,
      complete: true,
      publication: { version: 2, isNew: false, changed: nothing, staying: 3 },
    });
    const due = { oldestStartedAt: expect.any(String), nextDueAt: expect.any(String) };
    expect(same['versions']).toEqual([
      { version: 2, running: 1, steps: [{ step: 'tell', running: 1, ...due }] },
      { version: 1, running: 2, steps: [{ step: 'later', running: 2, ...due }] },
    ]);
    const draft = escalation({ ...about, more: { ...WAITING, expires: 'PT20M' } });
    await world.call('PUT', `/v1/journeys/${about.journey}`, draft);
    const { publication } = await get(`/v1/journeys/${about.journey}/in-flight`);
    expect(publication).toEqual({
      version: 3,
      isNew: true,
      staying: 3,
      changed: { head: ['expires'], added: ['later'], removed: ['done', 'missed'], changed: ['tell'] },
    });
  });

  it.each([
    ['versions', 'x'],
    ['versions', Buffer.from('[99999999999]').toString('base64url')],
    ['actions', Buffer.from('["9999999999999999999"]').toString('base64url')],
    ['actions', Buffer.from('[7]').toString('base64url')],
  ])('refuse a page of %s behind what is no place in them', async (what, next) => {
    const about = names();
    await world.publish(escalation({ ...about }));
    expect(await world.call('GET', `/v1/journeys/${about.journey}/${what}?next=${next}`)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    });
  });

  it.each(['versions', 'in-flight', 'actions'])('of a journey that is not there have no %s', async (what) => {
    expect(await world.call('GET', `/v1/journeys/nowhere/${what}`)).toMatchObject({
      status: 404,
      body: { code: 'JOURNEY_NOT_FOUND' },
    });
  });
});

it('a drained journey starts no run at any instance, and its running ones go to their ends', async () => {
  const { recipient, run, push } = await startAtPush(world, { within: 'PT5M' });
  const { journey } = push.intent;
  const on = (await world.story(run)).timeline[0]!.why.values['on'] as string;
  expect((await world.call('POST', `/v1/journeys/${journey}/drain`)).body).toEqual({ journey, running: 1 });
  expect((await world.call('POST', `/v1/journeys/${journey}/drain`)).body).toEqual({ journey, running: 1 });
  expect(await versionsOf(journey)).toMatchObject([{ version: 1, state: 'draining', running: 1 }]);
  const late = await startRuns({ journey, on }, 5, 'late');
  await world.tell(attempted(push, 'failed', { reason: 'PROVIDER_REFUSED: gone' }));
  const [, sms] = await world.requests(recipient, 2);
  await world.tell(attempted(sms!, 'failed', { reason: 'PROVIDER_REFUSED: gone' }));
  expect(await world.ended(run)).toMatchObject({ outcome: 'exhausted' });
  expect(await versionsOf(journey)).toMatchObject([{ version: 1, state: 'done', running: 0 }]);
  expect((await actionsOf(journey)).map(({ action }) => action)).toEqual(['drained', 'published']);
  // Published again, it is a version that new events start; those of before start none.
  expect((await world.call('POST', `/v1/journeys/${journey}/publish`)).body).toEqual({ version: 2 });
  const fresh = await startRuns({ journey, on }, 5, 'fresh');
  for (const person of fresh) await world.requests(person);
  for (const person of late) expect(world.requested(person)).toEqual([]);
});

describe('cancelling a version', () => {
  it('ends its running runs once each, with who and why in their stories, and leaves every other run alone', async () => {
    const about = names();
    await world.publish(escalation({ ...about, more: WAITING }));
    const people = await startRuns(about, 250);
    await untilRunning(about.journey, 250);
    const other = await startNextVersion(about);
    const action = await cancel(about.journey, 1, { reason: 'the wrong text' });
    expect(action).toMatchObject({ action: 'cancelled', version: 1, by: 'test', runs: 250 });
    for (const recipient of people) {
      const run = runOf(about.journey, 'e', recipient);
      await eventually(() =>
        expect(world.progress(run).map(({ what }) => what)).toEqual(['started', 'ended']),
      );
    }
    const { timeline, outcome } = await world.story(runOf(about.journey, 'e', people[0]!));
    expect(outcome).toBe('cancelled');
    expect(timeline.filter(({ what }) => what === 'ended')).toMatchObject([
      { why: { rule: 'version cancelled', values: { by: 'test', reason: 'the wrong text', version: 1 } } },
    ]);
    expect(await versionsOf(about.journey)).toMatchObject([
      { version: 2, state: 'published', running: 1 },
      { version: 1, state: 'done', running: 0 },
    ]);
    expect(await world.story(other.run)).toMatchObject({ status: 'running' });
    const timers = 'SELECT 1 FROM run_timer JOIN run ON run.id = run_id WHERE journey = $1 AND version = 1';
    expect(await world.query(timers, [about.journey])).toEqual([]);
  });

  it('takes back the message that is open, and lets later events start runs of what is published', async () => {
    const { recipient, run, push } = await startAtPush(world, { within: 'PT5M' });
    const { journey } = push.intent;
    const on = (await world.story(run)).timeline[0]!.why.values['on'] as string;
    await cancel(journey, 1);
    expect(await world.withdrawal(push.messageId)).toMatchObject({ reason: 'ended' });
    expect(await world.story(run)).toMatchObject({ status: 'ended', outcome: 'cancelled' });
    await world.tell(event(on, recipient, { id: 'later' }));
    await world.requests(recipient, 2);
    expect(await world.story(runOf(journey, 'later', recipient))).toMatchObject({ status: 'running' });
  });

  it('ends the runs of a paused journey, and what was parked of them is gone', async () => {
    const about = names();
    const steps = [{ id: 'soon', wait: { for: 'PT1S' } }, WAITING.steps[1]];
    await world.publish(escalation({ ...about, more: { steps } }));
    const [recipient] = await startRuns(about, 1);
    await untilRunning(about.journey, 1);
    await world.call('POST', `/v1/journeys/${about.journey}/pause`);
    const parked = 'SELECT 1 FROM parked_timer WHERE journey = $1';
    await eventually(async () => expect(await world.query(parked, [about.journey])).toHaveLength(1));
    await cancel(about.journey, 1);
    expect(await world.story(runOf(about.journey, 'e', recipient!))).toMatchObject({ outcome: 'cancelled' });
    expect(await world.query(parked, [about.journey])).toEqual([]);
  });

  it('goes on where its last batch ended when the connection dies in the middle of one', async () => {
    const about = names();
    await world.publish(escalation({ ...about, more: WAITING }));
    const people = await startRuns(about, 150);
    await untilRunning(about.journey, 150);
    const lock = await lockRecipient({ stage: world.stage, store: 'routing' }, people[0]!);
    const path = `/v1/journeys/${about.journey}/versions/1/cancel`;
    const { body } = await world.call('POST', path);
    for (let deaths = 0; deaths < 3; deaths += 1)
      await eventually(async () =>
        expect(
          await world.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE pid <> pg_backend_pid() AND wait_event_type = 'Lock' AND query LIKE '%recipient_lock%'`,
          ),
        ).not.toEqual([]),
      );
    await lock.release();
    expect(await finished(about.journey, body['action'] as string)).toMatchObject({ runs: 150 });
    for (const recipient of people) {
      const run = runOf(about.journey, 'e', recipient);
      await eventually(() =>
        expect(world.progress(run).map(({ what }) => what)).toEqual(['started', 'ended']),
      );
    }
  });

  it('is not held up by a run that can not be ended, and ends that one when it can', async () => {
    const about = names();
    await world.publish(escalation({ ...about, more: WAITING }));
    const people = await startRuns(about, 20);
    await untilRunning(about.journey, 20);
    const bad = runOf(about.journey, 'e', people[7]!);
    const setVersion = `UPDATE run SET state = jsonb_set(state::jsonb, '{version}', $2)::json WHERE id = $1`;
    await world.query(setVersion, [bad, '"none"']);
    await world.call('POST', `/v1/journeys/${about.journey}/versions/1/cancel`);
    const other = names();
    await world.publish(escalation({ ...other, more: WAITING }));
    await startRuns(other, 1);
    await untilRunning(other.journey, 1);
    expect(await cancel(other.journey, 1)).toMatchObject({ runs: 1 });
    await untilRunning(about.journey, 1);
    await world.query(setVersion, [bad, '1']);
    expect(await world.ended(bad)).toMatchObject({ outcome: 'cancelled' });
  });

  it.each([
    ['a version that is not there', 'versions/7/cancel', undefined, 404, 'JOURNEY_VERSION_NOT_FOUND'],
    ['a version that is none', 'versions/x/cancel', undefined, 400, 'REQUEST_INVALID'],
    ['a version that can not be counted', 'versions/99999999999/cancel', undefined, 400, 'REQUEST_INVALID'],
    ['a reason that is too long', 'versions/1/cancel', { reason: 'r'.repeat(201) }, 400, 'REQUEST_INVALID'],
    ['an unknown field', 'versions/1/cancel', { why: 'so' }, 400, 'REQUEST_INVALID'],
  ])('with %s is a problem', async (_, path, body, status, code) => {
    const about = names();
    await world.publish(escalation({ ...about }));
    const answer = await world.call('POST', `/v1/journeys/${about.journey}/${path}`, body);
    expect(answer).toMatchObject({
      status,
      body: { code, field: expect.any(String), detail: expect.any(String) },
    });
  });
});
