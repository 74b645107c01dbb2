import { randomUUID } from 'node:crypto';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaign, done, knownRecipients, launch, launchesOf, look, startedFor, told } from './audiences.ts';
import { event, names, recipientChange, record, someone } from './facts.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2 });
});
afterAll(() => world.close());

const here = (of: string, more = ''): string => `recipient.of == "${of}"${more}`;

describe('a launch by hand', () => {
  it('starts a run for everybody of whom the condition holds, once each, and counts', async () => {
    const of = someone();
    await knownRecipients(world, of, 40);
    const { journey } = campaign({ where: here(of, ' && recipient.n <= 12'), pace: 1_000 });
    await world.publish({ ...campaign({ where: here(of, ' && recipient.n <= 12'), pace: 1_000 }), journey });
    const { id } = await launch(world, journey);
    const told = await done(world, id);
    expect(told).toMatchObject({ kind: 'hand', chosen: 12, started: 12, skipped: 0, failed: 0 });
    const runs = await startedFor(world, journey);
    expect(runs.size).toBe(12);
    expect(new Set(runs.values())).toEqual(new Set([1]));
  });

  it('is made once by the same key, and shows the same launch again', async () => {
    const of = someone();
    await knownRecipients(world, of, 3);
    const document = campaign({ where: here(of), pace: 1_000 });
    await world.publish(document);
    const headers = { 'idempotency-key': randomUUID() };
    const path = `/v1/journeys/${document.journey}/launches`;
    const first = told(await world.call('POST', path, {}, { headers }), 202);
    const again = told(await world.call('POST', path, {}, { headers }), 202);
    expect(again.id).toBe(first.id);
    await done(world, first.id);
    expect(await startedFor(world, document.journey)).toEqual(
      new Map([1, 2, 3].map((n) => [`${of}-00000${n}`, 1])),
    );
  });

  it('says who it is for as the event that templates see', async () => {
    const of = someone();
    await knownRecipients(world, of, 1);
    const steps = [{ id: 'tell', send: [{ sms: 'shipped-sms' }] }];
    const document = campaign({ where: here(of) }, { steps });
    await world.publish(document);
    const { id } = await launch(world, document.journey, { data: { code: 'X' } });
    const [asked] = await world.requests(`${of}-000001`);
    expect(asked!.intent.context['event']).toMatchObject({
      id,
      source: `/hermod/launches/${document.journey}`,
      type: 'hermod.launch',
      data: { code: 'X' },
    });
  });

  it('leaves out whom `once` says had it, and who is erased', async () => {
    const of = someone();
    await knownRecipients(world, of, 4);
    const gone = `${of}-000004`;
    await world.tell(
      record('recipientChanged', gone, { ...erasedFact(gone), erased: true }, { revision: 9 }),
    );
    await eventually(async () =>
      expect(
        await world.query('SELECT 1 FROM recipient WHERE recipient_id = $1 AND erased', [gone]),
      ).toHaveLength(1),
    );
    const document = campaign({ where: here(of), pace: 1_000 }, { once: { per: '"all"', within: 'P1D' } });
    await world.publish(document);
    expect(await done(world, (await launch(world, document.journey)).id)).toMatchObject({ started: 3 });
    const again = await done(world, (await launch(world, document.journey)).id);
    expect(again).toMatchObject({ chosen: 3, started: 0, skipped: 3 });
    expect((await startedFor(world, document.journey)).has(gone)).toBe(false);
  });

  it('is refused where nothing is published, or the journey has no audience', async () => {
    const path = (journey: string): string => `/v1/journeys/${journey}/launches`;
    expect(await world.call('POST', path('nothing-here'), {})).toMatchObject({ status: 404 });
    const { journey, on } = names();
    await world.publish({ ...campaign(undefined, { on }), journey });
    expect(await world.call('POST', path(journey), {})).toMatchObject({
      status: 422,
      body: { code: 'LAUNCH_NO_AUDIENCE' },
    });
    await world.call('POST', `/v1/journeys/${journey}/pause`);
    expect(await world.call('POST', path(journey), {})).toMatchObject({ status: 409 });
  });
});

const erasedFact = (recipient: string) => ({
  recipient,
  attributes: {},
  contactPoints: [],
  at: new Date().toISOString(),
});

describe('an event that concerns an audience', () => {
  it('starts the runs of its area, and none for whom it names', async () => {
    const [of, on] = [someone(), names().on];
    await knownRecipients(world, `${of}-north`, 5, { area: `${of}-north` });
    await knownRecipients(world, `${of}-south`, 5, { area: `${of}-south` });
    const audience = { where: 'recipient.area == event.data.area', pace: 1_000 };
    const document = campaign(audience, { on });
    await world.publish(document);
    const outage = event(on, `${of}-meter`, { data: { area: `${of}-north` } });
    await world.tell(outage, outage);
    const { id } = await eventually(async () => {
      const launches = await launchesOf(world, document.journey);
      expect(launches).toHaveLength(1);
      return launches[0]!;
    });
    expect(await done(world, id)).toMatchObject({ kind: 'event', chosen: 5, started: 5 });
    const runs = [...(await startedFor(world, document.journey)).keys()];
    expect(runs).toEqual([1, 2, 3, 4, 5].map((n) => `${of}-north-00000${n}`));
  });

  it('is judged by `when`', async () => {
    const [of, on] = [someone(), names().on];
    const document = {
      ...campaign({ where: here(of) }, { on }),
      start: { on, when: 'event.data.large', audience: { where: here(of) } },
    };
    await world.publish(document);
    await world.tell(
      event(on, someone(), { data: { large: false } }),
      event(on, someone(), { data: { large: true } }),
    );
    await eventually(async () => expect(await launchesOf(world, document.journey)).toHaveLength(1));
  });
});

describe('a condition over what happened last', () => {
  it('knows the last events and signals of a recipient, in whatever order they came', async () => {
    const [early, late] = ['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z'];
    const [customer, on] = [someone(), names().on];
    const at = (time: string): ReturnType<typeof event> => {
      const { value, ...rest } = event(on, customer);
      return { ...rest, value: JSON.stringify({ ...JSON.parse(String(value)), time }) };
    };
    await world.tell(recipientChange(customer, { of: customer }, 1), at(late), at(early));
    await world.tell(
      record('receiptRecorded', customer, {
        messageId: randomUUID(),
        runId: null,
        recipient: customer,
        kind: 'clicked',
        at: early,
        recordedAt: early,
      }),
    );
    await eventually(async () =>
      expect(
        await world.query(
          `SELECT 1 FROM recipient JOIN recipient_activity USING (recipient_id) WHERE recipient_id = $1
           AND (events->>$2)::bigint = $3 AND signals->>'clicked' IS NOT NULL`,
          [customer, on, Date.parse(late)],
        ),
      ).toHaveLength(1),
    );
    const where = (condition: string) =>
      campaign({ where: `${here(customer)} && ${condition}`, pace: 1_000 });
    const chosenBy = async (condition: string): Promise<number> => {
      const document = where(condition);
      await world.publish(document);
      return (await done(world, (await launch(world, document.journey)).id)).chosen;
    };
    expect(await chosenBy(`lastEvent["${on}"] == timestamp("${late}")`)).toBe(1);
    expect(await chosenBy(`lastEvent["${on}"] < timestamp("${late}")`)).toBe(0);
    expect(await chosenBy(`lastEvent["never"] < now`)).toBe(0);
    // Who has clicked has opened.
    expect(await chosenBy(`lastSignal.opened == timestamp("${early}")`)).toBe(1);
    expect(await chosenBy(`!("replied" in lastSignal)`)).toBe(1);
  });
});

describe('a launch that is under way', () => {
  const slow = async (of: string, pace = 2, people = 100): Promise<{ journey: string; id: string }> => {
    await knownRecipients(world, of, people);
    const document = campaign({ where: here(of), pace });
    await world.publish(document);
    const { id } = await launch(world, document.journey);
    await eventually(async () => expect((await look(world, id)).started).toBeGreaterThan(0));
    return { journey: document.journey, id };
  };
  const steer = async (id: string, what: string) =>
    told(await world.call('POST', `/v1/launches/${id}/${what}`));

  it('waits while it is paused, goes on where it stopped, and each gets one run', async () => {
    const { journey, id } = await slow(someone());
    const paused = await steer(id, 'pause');
    expect(paused.state).toBe('paused');
    expect((await startedFor(world, journey)).size).toBe(paused.started);
    await world.query('UPDATE launch SET pace = 5000 WHERE id = $1', [id]);
    expect((await look(world, id)).started).toBe(paused.started);
    expect(await steer(id, 'resume')).toMatchObject({ state: 'running' });
    expect(await done(world, id)).toMatchObject({ started: 100 });
    expect([...(await startedFor(world, journey)).values()]).toEqual(Array.from({ length: 100 }, () => 1));
  });

  it('starts nobody after it was cancelled', async () => {
    const { journey, id } = await slow(someone());
    const cancelled = await steer(id, 'cancel');
    expect(cancelled).toMatchObject({ state: 'cancelled', why: 'cancelled with the key test' });
    expect((await startedFor(world, journey)).size).toBe(cancelled.started);
    expect(await steer(id, 'cancel')).toMatchObject({ state: 'cancelled' });
    expect(await world.call('POST', `/v1/launches/${id}/resume`)).toMatchObject({ status: 409 });
  });

  it('waits while its journey is paused', async () => {
    const { journey, id } = await slow(someone());
    expect((await world.call('POST', `/v1/journeys/${journey}/pause`)).status).toBeLessThan(300);
    await world.query('UPDATE launch SET pace = 5000 WHERE id = $1', [id]);
    const before = (await startedFor(world, journey)).size;
    const looked = `SELECT 1 FROM launch WHERE id = $1 AND wake_at > clock_timestamp() + interval '500 ms'`;
    await eventually(async () => expect(await world.query(looked, [id])).toHaveLength(1));
    expect((await startedFor(world, journey)).size).toBe(before);
    expect((await world.call('POST', `/v1/journeys/${journey}/resume`)).status).toBeLessThan(300);
    expect(await done(world, id)).toMatchObject({ started: 100 });
  });

  it('keeps its pace', async () => {
    const { journey, id } = await slow(someone(), 20, 60);
    await done(world, id, 50_000);
    const [busiest] = await world.query<{ count: number }>(
      `SELECT max(count)::int AS count FROM (
         SELECT count(*) OVER (ORDER BY started_at RANGE BETWEEN CURRENT ROW AND '999 ms' FOLLOWING)
         FROM run WHERE journey = $1) AS windows`,
      [journey],
    );
    // What the bucket holds may start at either end of the second.
    expect(busiest!.count).toBeLessThanOrEqual(20 + 2 + 2);
  });
});

it('launches are listed page by page, newest first', async () => {
  const document = campaign({ where: 'false' });
  await world.publish(document);
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.unshift((await launch(world, document.journey)).id);
  const path = `/v1/journeys/${document.journey}/launches?limit=2`;
  const first = (await world.call('GET', path)).body as { launches: { id: string }[]; next: string };
  const second = (await world.call('GET', `${path}&next=${first.next}`)).body as typeof first;
  expect([...first.launches, ...second.launches].map(({ id }) => id)).toEqual(ids);
  expect(second).not.toHaveProperty('next');
});

describe('a preview', () => {
  it('counts whom the draft would choose, and names what was missing', async () => {
    const of = someone();
    await knownRecipients(world, of, 30);
    const document = campaign({ where: here(of, ' && recipient.n <= 3') });
    await world.call('PUT', `/v1/journeys/${document.journey}`, document);
    const preview = (await world.call('POST', `/v1/journeys/${document.journey}/audience/preview`, {})).body;
    expect(preview).toMatchObject({
      chosen: 3,
      sample: [1, 2, 3].map((n) => `${of}-00000${n}`),
      complete: true,
    });
    expect(await launchesOf(world, document.journey)).toEqual([]);
  });
});
