import { randomUUID } from 'node:crypto';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { escalation, event, names, recipientChange, someone } from './facts.ts';
import { openWorld, runOf, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2 });
});
afterAll(() => world.close());

/** Handled for sure: an event that starts nothing, after which everything before it of the recipient was handled. */
async function settle(recipient: string): Promise<void> {
  const { journey, on } = names();
  await world.publish(escalation({ journey, on }));
  const id = randomUUID();
  await world.tell(event(on, recipient, { id }));
  await eventually(() => world.story(runOf(journey, id, recipient)));
}
const runsOf = async (recipient: string, journey: string): Promise<Record<string, unknown>[]> =>
  (await world.call('GET', `/v1/runs?recipient=${recipient}&journey=${journey}`)).body['runs'] as Record<
    string,
    unknown
  >[];

describe('a publication', () => {
  it('at one instance is used by every instance for the very next event', async () => {
    const { journey, on } = names();
    for (const [version, at] of [
      [1, 0],
      [2, 1],
      [3, 0],
    ] as const) {
      expect(await world.publish(escalation({ journey, on, within: `PT${version}H` }), at)).toBe(version);
      const people = Array.from({ length: 12 }, someone);
      await world.tell(...people.map((recipient) => event(on, recipient, { id: `event-${version}` })));
      for (const recipient of people) {
        const story = await eventually(() => world.story(runOf(journey, `event-${version}`, recipient)));
        expect(story).toMatchObject({ version, status: 'running' });
      }
    }
  });

  it('leaves running runs on the version that they started with', async () => {
    const { journey, on } = names();
    const wait = (end: string): ReturnType<typeof escalation> =>
      escalation({
        journey,
        on,
        more: {
          steps: [
            { id: 'wait', wait: { for: 'PT1S' } },
            { id: 'over', end },
          ],
        },
      });
    await world.publish(wait('first'));
    const [early, late] = [someone(), someone()];
    await world.tell(event(on, early, { id: 'e' }));
    await eventually(() => world.story(runOf(journey, 'e', early)));
    await world.publish(wait('second'));
    await world.tell(event(on, late, { id: 'e' }));
    expect(await world.ended(runOf(journey, 'e', early))).toMatchObject({ version: 1, outcome: 'first' });
    expect(await world.ended(runOf(journey, 'e', late))).toMatchObject({ version: 2, outcome: 'second' });
  });
});

describe('an event', () => {
  it('starts a run of each journey that waits for it, and asks for the first message with what it needs', async () => {
    const [one, two] = [names(), names()];
    await world.publish(escalation({ journey: one.journey, on: one.on }));
    await world.publish(escalation({ journey: two.journey, on: one.on, more: { topic: undefined } }));
    const recipient = someone();
    await world.tell(event(one.on, recipient, { id: 'e', data: { orderId: 'O-1' } }));
    const asked = await world.requests(recipient, 2);
    const byJourney = new Map(asked.map((request) => [request.intent.journey, request]));
    expect(byJourney.get(one.journey)).toMatchObject({
      request: 0,
      intent: {
        runId: runOf(one.journey, 'e', recipient),
        step: 'tell',
        rung: 0,
        channel: 'push',
        template: 'shipped-push',
        purpose: 'transactional',
        topic: 'order-updates',
        handOverWithinMs: 60_000,
        context: { event: { id: 'e', data: { orderId: 'O-1' } } },
      },
    });
    expect(byJourney.get(two.journey)!.intent).not.toHaveProperty('topic');
  });

  it('starts nothing where its condition does not hold, or asks for what is missing', async () => {
    const { journey, on } = names();
    await world.publish(escalation({ journey, on, more: { start: { on, when: 'event.data.total > 10' } } }));
    const recipient = someone();
    const totals = [{ total: 10 }, {}, { total: 'many' }, { total: 11 }];
    await world.tell(...totals.map((data, n) => event(on, recipient, { id: `e${n}`, data })));
    await eventually(() => world.story(runOf(journey, 'e3', recipient)));
    expect(await runsOf(recipient, journey)).toHaveLength(1);
  });

  it('is judged by what is known of the recipient, of which the highest revision counts', async () => {
    const { journey, on } = names();
    await world.publish(
      escalation({ journey, on, more: { start: { on, when: "recipient.tier == 'gold'" } } }),
    );
    const [gold, silver] = [someone(), someone()];
    await world.tell(
      recipientChange(gold, { tier: 'gold' }, 2),
      recipientChange(silver, { tier: 'silver' }, 2),
    );
    await world.tell(
      recipientChange(gold, { tier: 'silver' }, 1),
      recipientChange(silver, { tier: 'gold' }, 1),
    );
    await eventually(async () => {
      const known = await world.query('SELECT 1 FROM recipient WHERE recipient_id IN ($1, $2)', [
        gold,
        silver,
      ]);
      expect(known).toHaveLength(2);
    });
    await settle(gold);
    await settle(silver);
    await world.tell(event(on, gold, { id: 'e' }), event(on, silver, { id: 'e' }));
    await eventually(() => world.story(runOf(journey, 'e', gold)));
    await settle(silver);
    expect(await runsOf(silver, journey)).toEqual([]);
  });

  it('that is replayed starts nothing, even when it is no longer remembered', async () => {
    const { journey, on } = names();
    await world.publish(escalation({ journey, on, within: 'PT1H' }));
    const recipient = someone();
    const shipped = event(on, recipient, { id: 'e' });
    await world.tell(shipped, shipped);
    const [asked] = await world.requests(recipient);
    await world.tell(shipped);
    await settle(recipient);
    await world.query('TRUNCATE event_inbox');
    await world.tell(shipped);
    await settle(recipient);
    expect(await runsOf(recipient, journey)).toHaveLength(1);
    const about = world.requested(recipient).filter(({ intent }) => intent.journey === journey);
    expect(about).toEqual([asked]);
    expect(world.progress(asked!.intent.runId).filter(({ what }) => what === 'started')).toHaveLength(1);
  });

  it('may come urgent, and starts what it starts', async () => {
    const { journey, on } = names();
    await world.publish(escalation({ journey, on }));
    const recipient = someone();
    await world.tell(event(on, recipient, { id: 'e', lane: 'urgent' }), event(on, recipient, { id: 'e' }));
    expect(await world.requests(recipient)).toHaveLength(1);
    expect(world.recordsOn('hermod.message-requested').filter(({ key }) => key === recipient)).toHaveLength(
      1,
    );
  });
});

describe('once', () => {
  const once = (about: { journey: string; on: string }, within: string): ReturnType<typeof escalation> =>
    escalation({ ...about, more: { start: { on: about.on, once: { per: 'event.data.orderId', within } } } });

  it('counts by the value, over every version, also within one unit of work', async () => {
    const about = names();
    await world.publish(once(about, 'P7D'));
    const recipient = someone();
    const order = (id: string, orderId: string): ReturnType<typeof event> =>
      event(about.on, recipient, { id, data: { orderId } });
    await world.tell(order('e1', 'A'), order('e2', 'A'), order('e3', 'B'));
    await eventually(() => world.story(runOf(about.journey, 'e3', recipient)));
    await world.publish(once(about, 'P6D'));
    await world.tell(order('e4', 'A'), order('e5', 'C'));
    await eventually(() => world.story(runOf(about.journey, 'e5', recipient)));
    const ids = (await runsOf(recipient, about.journey)).map(({ id }) => id);
    expect(new Set(ids)).toEqual(
      new Set(['e1', 'e3', 'e5'].map((id) => runOf(about.journey, id, recipient))),
    );
  });

  it('lets the next one start when its time has passed', async () => {
    const about = names();
    await world.publish(once(about, 'PT2S'));
    const recipient = someone();
    const order = (id: string): ReturnType<typeof event> =>
      event(about.on, recipient, { id, data: { orderId: 'A' } });
    await world.tell(order('e1'), order('e2'));
    await eventually(() => world.story(runOf(about.journey, 'e1', recipient)));
    await eventually(async () => {
      const passed = `SELECT 1 FROM once_value WHERE recipient_id = $1 AND started_at < clock_timestamp() - interval '2 seconds'`;
      expect(await world.query(passed, [recipient])).toHaveLength(1);
    });
    await world.tell(order('e3'));
    await eventually(() => world.story(runOf(about.journey, 'e3', recipient)));
    expect(await runsOf(recipient, about.journey)).toHaveLength(2);
  });

  it('concerns each recipient alone', async () => {
    const about = names();
    await world.publish(once(about, 'P1D'));
    const people = [someone(), someone()];
    await world.tell(
      ...people.map((recipient) => event(about.on, recipient, { id: 'e', data: { orderId: 'A' } })),
    );
    for (const recipient of people) await eventually(() => world.story(runOf(about.journey, 'e', recipient)));
  });
});
