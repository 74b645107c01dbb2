import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempted, escalation, event, names, receipt, someone } from './facts.ts';
import { askedBy, KEPT_JOURNEYS, keptRun, keptRunOf, restore } from './kept-rows.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ instances: 2 });
});
afterAll(() => world.close());

describe('what an earlier build wrote', () => {
  it('is one run for each place where a run can stand', () => {
    const kinds = KEPT_JOURNEYS.map((journey) => keptRun(journey, 'now').run.position?.kind ?? 'ended');
    expect(kinds.toSorted()).toEqual(['collect', 'ended', 'escalate', 'escalate', 'send', 'wait']);
  });

  it('goes on from a rung whose message was accepted', async () => {
    const kept = keptRun('kept-escalate', 'now');
    await restore(world, kept);
    await world.tell(receipt(askedBy(kept, 0), 'opened'));
    const { timeline, outcome } = await world.ended(kept.run.id);
    expect(outcome).toBe('told');
    expect(timeline.map(({ what }) => what)).toEqual([
      'started',
      'requested',
      'accepted',
      'opened',
      'reached',
      'ended',
    ]);
  });

  it('goes on from a rung that it was leaving', async () => {
    const kept = keptRun('kept-leaving', 'due');
    expect(kept.run.position).toMatchObject({ leaving: 'unknown' });
    await restore(world, kept);
    const [sms] = await world.requests(kept.run.recipient);
    await world.tell(attempted(sms!, 'accepted'), receipt(sms!, 'delivered'));
    expect(await world.ended(kept.run.id)).toMatchObject({ outcome: 'told' });
  });

  it('goes on from messages that were sent together', async () => {
    const kept = keptRun('kept-send', 'now');
    await restore(world, kept);
    await world.tell(receipt(askedBy(kept, 0), 'delivered'));
    await world.tell(attempted(askedBy(kept, 1), 'accepted'));
    expect(await world.ended(kept.run.id)).toMatchObject({ outcome: 'told' });
  });

  it('goes on from a wait with its variables and the event that came early, and starts nothing twice', async () => {
    const kept = keptRun('kept-wait', 'due');
    await restore(world, kept);
    const { recipient } = kept.run;
    const [push] = await world.requests(recipient);
    const vars = { greeting: 'O-1', paid: { amount: 5 } };
    expect(push!.intent.context).toMatchObject({ vars, event: { data: { orderId: 'O-1' } } });
    await world.tell(event('kept.kept-wait', recipient, { id: 'again', data: { orderId: 'O-1' } }));
    await world.tell(attempted(push!, 'accepted'));
    expect(await world.ended(kept.run.id)).toMatchObject({ outcome: 'told' });
    await world.tell(event('kept.kept-wait', recipient, { id: 'other', data: { orderId: 'O-2' } }));
    await eventually(async () => {
      const { body } = await world.call('GET', `/v1/runs?recipient=${recipient}`);
      expect(body['runs']).toHaveLength(2);
    });
  });

  it('goes on from what it collected', async () => {
    const kept = keptRun('kept-collect', 'due');
    await restore(world, kept);
    const [push] = await world.requests(kept.run.recipient);
    const vars = { orders: [{ orderId: 'O-1' }, { orderId: 'O-2' }] };
    expect(push!.intent.context).toMatchObject({ vars });
  });

  it('has ended where it had ended, and tells its story', async () => {
    const kept = keptRun('kept-ended', 'now');
    await restore(world, kept);
    const { timeline, ...run } = await world.story(kept.run.id);
    expect(run).toMatchObject({ status: 'ended', outcome: 'told', version: 1 });
    expect(timeline.map(({ what }) => what)).toEqual(['started', 'arm 1', 'ended']);
  });
});

describe('a run of a format that only a later build reads', () => {
  it('is left alone, hinders no other, and goes on with a build that reads it', async () => {
    const { journey, on } = names();
    const steps = [
      { id: 'soon', wait: { for: 'PT1S' } },
      { id: 'over', end: 'over' },
    ];
    await world.publish(escalation({ journey, on, more: { steps } }));
    const people = [someone(), someone()];
    await world.tell(...people.map((recipient) => event(on, recipient, { id: 'e' })));
    const later = `UPDATE run SET state = jsonb_set(state::jsonb, '{format}', $2)::json
       WHERE recipient_id = $1 AND status = 'running' RETURNING id`;
    const [run] = await eventually(async () => {
      const rows = await world.query<{ id: string }>(later, [people[0], '99']);
      expect(rows).toHaveLength(1);
      return rows;
    });
    const parked = `SELECT 1 FROM parked_timer WHERE run_id = $1 AND reason = 'unreadable'`;
    await eventually(async () => expect(await world.query(parked, [run!.id])).toHaveLength(1));
    await world.tell(event('nobody.asked', people[0]!));
    const { body } = await world.call('GET', `/v1/runs?recipient=${people[1]!}`);
    await world.ended((body['runs'] as { id: string }[])[0]!.id);
    expect(await world.story(run!.id)).toMatchObject({ status: 'running' });
    await world.query(later, [people[0], '1']);
    expect(await world.ended(run!.id)).toMatchObject({ outcome: 'over' });
    expect(await world.query(parked, [run!.id])).toEqual([]);
  });
});

it('a version that would be refused today goes on as it was published', async () => {
  const document = {
    journey: 'kept-strange',
    purpose: 'transactional',
    start: { on: 'kept.strange' },
    expires: 'PT10M',
    steps: [
      { id: 'gather', collect: { for: 'PT20M', most: 3, as: 'orders' } },
      { id: 'tell', send: [{ push: 'shipped-push' }] },
    ],
  };
  const refused = await world.call('PUT', `/v1/journeys/${document.journey}`, document);
  expect(refused.body['code']).toBe('JOURNEY_INVALID');
  const kept = keptRunOf(keptRun('kept-collect', 'due'), JSON.stringify(document));
  const recipient = someone();
  const text = JSON.stringify(kept).replaceAll(kept.run.recipient, recipient);
  await restore(world, JSON.parse(text) as typeof kept);
  expect(await world.requests(recipient)).toMatchObject([{ intent: { step: 'tell', version: 1 } }]);
});

describe('a version that this build no longer understands', () => {
  it('is shown, its runs stand still, and can be cancelled', async () => {
    const kept = keptRunOf(keptRun('kept-collect', 'due'), '{"steps":[{"id":"far","jump":"over"}]}');
    await restore(world, kept);
    const { id, journey } = kept.run;
    const parked = `SELECT 1 FROM parked_timer WHERE run_id = $1 AND reason = 'unreadable'`;
    await eventually(async () => expect(await world.query(parked, [id])).toHaveLength(1));
    const { body } = await world.call('GET', `/v1/journeys/${journey}/versions`);
    expect(body).toMatchObject({ versions: [{ version: 1, running: 1, understood: false }] });
    const answer = await world.call('POST', `/v1/journeys/${journey}/versions/1/cancel`);
    expect(answer.status).toBe(202);
    expect(await world.ended(id)).toMatchObject({ outcome: 'cancelled' });
    expect(await world.query(parked, [id])).toEqual([]);
  });
});
