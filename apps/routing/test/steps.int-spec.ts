import { runId } from '@hermod/contracts';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event, names, recipientChange, someone } from './facts.ts';
import { openWorld, runOf, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2 });
});
afterAll(() => world.close());

const journeyOf = (on: string, journey: string, steps: readonly object[], more: object = {}) => ({
  journey,
  purpose: 'transactional',
  start: { on },
  expires: 'PT10M',
  steps,
  ...more,
});
const SENT = { id: 'tell', send: [{ sms: 'shipped-sms' }] };

/** The step on which a run stands, as its story tells it. */
const standsAt = async (run: string): Promise<string | undefined> =>
  (await world.story(run)).timeline.at(-1)?.step;

describe('a wait for an event', () => {
  const wait = { on: 'test.paid', when: 'event.data.order == start.data.order', within: 'PT9M', as: 'paid' };

  it('goes on with the event that it waits for, and hands its data to the template', async () => {
    const { journey, on } = names();
    await world.publish(journeyOf(on, journey, [{ id: 'pay', wait }, SENT]));
    const recipient = someone();
    const paid = (order: string) => event('test.paid', recipient, { data: { order } });
    await world.tell(event(on, recipient, { id: 'e', data: { order: 'A' } }));
    await eventually(async () => expect(await standsAt(runOf(journey, 'e', recipient))).toBe('pay'));
    await world.tell(paid('B'), paid('A'));
    const [asked] = await world.requests(recipient);
    expect(asked!.intent).toMatchObject({ step: 'tell', context: { vars: { paid: { order: 'A' } } } });
  });

  it('takes one that came before the run stood there, when it counts from the start', async () => {
    const { journey, on } = names();
    const steps = [
      { id: 'rest', wait: { on: 'test.go-on', within: 'PT1H' } },
      { id: 'pay', wait: { ...wait, since: 'start' }, then: { happened: 'thanks' } },
      SENT,
      { id: 'thanks', end: 'paid' },
    ];
    await world.publish(journeyOf(on, journey, steps, { expires: 'P1D' }));
    const recipient = someone();
    await world.tell(event(on, recipient, { id: 'e', data: { order: 'A' } }));
    await eventually(async () => expect(await standsAt(runOf(journey, 'e', recipient))).toBe('rest'));
    // In units of work of their own: what was remembered has to be in the run's row.
    await world.tell(event('test.paid', recipient, { data: { order: 'A' } }));
    await eventually(async () => {
      const [row] = await world.query<{ state: { heard?: object } }>('SELECT state FROM run WHERE id = $1', [
        runOf(journey, 'e', recipient),
      ]);
      expect(row!.state.heard).toHaveProperty('pay');
    });
    await world.tell(event('test.go-on', recipient));
    expect(await world.ended(runOf(journey, 'e', recipient))).toMatchObject({ outcome: 'paid' });
    expect(world.requested(recipient)).toEqual([]);
  });
});

describe('collect', () => {
  it('takes the further events of its key into one message, and they start no run of their own', async () => {
    const { journey, on } = names();
    const collect = { key: 'event.data.cart', for: 'PT9M', most: 3, as: 'items' };
    await world.publish(journeyOf(on, journey, [{ id: 'all', collect }, SENT]));
    const recipient = someone();
    const added = (cart: string, n: number) =>
      event(on, recipient, { id: `${cart}-${n}`, data: { cart, n } });
    await world.tell(added('A', 1), added('A', 2), added('B', 1), added('A', 3));
    const [asked] = await world.requests(recipient);
    expect(asked!.intent.context.vars).toEqual({
      items: [1, 2, 3].map((n) => ({ cart: 'A', n })),
    });
    const { body } = await world.call('GET', `/v1/runs?recipient=${recipient}&journey=${journey}`);
    const ids = (body['runs'] as { id: string }[]).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(['A-1', 'B-1'].map((id) => runOf(journey, id, recipient)).toSorted());
  });
});

describe('publish', () => {
  it('starts the journeys that wait for the event, and ends after eight hops', async () => {
    const { journey, on } = names();
    const publish = { type: on, data: { hops: 'start.data.hops + 1' } };
    await world.publish(
      journeyOf(on, journey, [
        { id: 'again', publish },
        { id: 'over', end: 'over' },
      ]),
    );
    const recipient = someone();
    await world.tell(event(on, recipient, { id: 'e', data: { hops: 0 } }));
    const runs = await eventually(async () => {
      const { body } = await world.call('GET', `/v1/runs?recipient=${recipient}&journey=${journey}`);
      const found = body['runs'] as { id: string; status: string }[];
      expect(found).toHaveLength(9);
      return found;
    });
    const stories = await Promise.all(runs.map(({ id }) => world.ended(id)));
    const rules = stories.flatMap(({ timeline }) =>
      timeline.filter(({ step }) => step === 'again').map(({ why }) => why.rule),
    );
    expect(rules.toSorted()).toEqual(['not published: too many hops', ...Array<string>(8).fill('published')]);
  });

  it('gives the event an id that a replay repeats, and the recipient of its run', async () => {
    const { journey, on } = names();
    const other = names();
    await world.publish(journeyOf(on, journey, [{ id: 'out', publish: { type: other.on } }]));
    await world.publish(journeyOf(other.on, other.journey, [SENT]));
    const recipient = someone();
    await world.tell(event(on, recipient, { id: 'e' }));
    const [asked] = await world.requests(recipient);
    const { event: published } = asked!.intent.context as { event: { id: string; source: string } };
    expect(published).toMatchObject({ source: `/hermod/journeys/${journey}`, recipient, hop: 1 });
    expect(asked!.intent.runId).toBe(runId(other.journey, published.source, published.id, recipient));
  });
});

describe('once', () => {
  it('without a time counts as long as its run goes on', async () => {
    const { journey, on } = names();
    const start = { on, once: { per: '"any"' } };
    const wait = { id: 'rest', wait: { on: 'test.go-on', within: 'PT9M' } };
    await world.publish(journeyOf(on, journey, [wait, { id: 'over', end: 'over' }], { start }));
    const recipient = someone();
    await world.tell(event(on, recipient, { id: 'e1' }));
    await world.tell(event(on, recipient, { id: 'e2' }));
    await world.tell(event('test.go-on', recipient), event(on, recipient, { id: 'e3' }));
    await eventually(() => world.story(runOf(journey, 'e3', recipient)));
    expect(await world.ended(runOf(journey, 'e1', recipient))).toMatchObject({ outcome: 'over' });
    await expect(world.story(runOf(journey, 'e2', recipient))).rejects.toThrow('404');
  });
});

describe('hours on the clocks of the recipient', () => {
  it('are those of the zone that is known of them', async () => {
    const { journey, on } = names();
    // A minute that is far from now, there.
    const hours = { from: '03:00', to: '03:01' };
    await world.publish(
      journeyOf(on, journey, [{ id: 'rest', wait: { until: hours } }, SENT], { expires: 'P2D' }),
    );
    const recipient = someone();
    await world.tell(recipientChange(recipient, {}, 1, { timeZone: 'Asia/Kathmandu' }));
    await eventually(async () => {
      const known = await world.query('SELECT 1 FROM recipient WHERE recipient_id = $1', [recipient]);
      expect(known).toHaveLength(1);
    });
    await world.tell(event(on, recipient, { id: 'e' }));
    const waiting = await eventually(async () => {
      const entry = (await world.story(runOf(journey, 'e', recipient))).timeline.at(-1)!;
      expect(entry.what).toBe('waiting');
      return entry;
    });
    expect(waiting.why.values).toMatchObject({ zone: 'Asia/Kathmandu' });
    expect(String(waiting.why.values['until'])).toContain('T21:15:00.000Z');
  });
});
