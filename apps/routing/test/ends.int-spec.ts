import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@hermod/testing';
import { attempted, escalation, event, names, recipientChange, someone } from './facts.ts';
import { openWorld, runOf, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Cancellable {
  readonly journey: string;
  readonly on: string;
  readonly off: string;
}

/** A journey that an event of the same order ends. */
async function cancellable(more: object = {}): Promise<Cancellable> {
  const { journey, on } = names();
  const off = `${on}.cancelled`;
  const exit = [{ on: off, when: 'event.data.orderId == start.data.orderId' }];
  await world.publish(escalation({ journey, on, within: 'PT1H', more: { exit, ...more } }));
  return { journey, on, off };
}
const order = (orderId: string): { data: object } => ({ data: { orderId } });

describe('an exit', () => {
  it('cancels the runs that its condition picks, takes back what is open, and leaves the others', async () => {
    const { journey, on, off } = await cancellable();
    const recipient = someone();
    await world.tell(
      event(on, recipient, { id: 'a', ...order('A') }),
      event(on, recipient, { id: 'b', ...order('B') }),
    );
    await world.requests(recipient, 2);
    await world.tell(event(off, recipient, { id: 'off', ...order('A') }));
    const run = runOf(journey, 'a', recipient);
    const story = await world.ended(run);
    expect(story).toMatchObject({ outcome: 'cancelled' });
    expect(story.timeline.at(-1)).toMatchObject({
      what: 'ended',
      why: { rule: 'event.data.orderId == start.data.orderId', values: { on: off, event: 'off' } },
    });
    const asked = world.requested(recipient).find(({ intent }) => intent.runId === run)!;
    expect(await world.withdrawal(asked.messageId)).toMatchObject({ runId: run, reason: 'ended' });
    expect(await world.story(runOf(journey, 'b', recipient))).toMatchObject({ status: 'running' });
    expect(world.withdrawn(recipient)).toHaveLength(1);
  });

  it('that comes right behind the start ends the run, though both are one unit of work', async () => {
    const { journey, on, off } = await cancellable();
    const recipient = someone();
    await world.tell(
      event(on, recipient, { id: 'a', ...order('A') }),
      event(off, recipient, { id: 'off', ...order('A') }),
    );
    expect(await world.ended(runOf(journey, 'a', recipient))).toMatchObject({ outcome: 'cancelled' });
  });

  it('that comes before the start ends nothing', async () => {
    const { journey, on, off } = await cancellable();
    const recipient = someone();
    await world.tell(
      event(off, recipient, { id: 'off', ...order('A') }),
      event(on, recipient, { id: 'a', ...order('A') }),
    );
    await world.requests(recipient);
    expect(await world.story(runOf(journey, 'a', recipient))).toMatchObject({ status: 'running' });
  });

  it('and the start of the next may be one event', async () => {
    const { journey, on } = names();
    await world.publish(escalation({ journey, on, within: 'PT1H', more: { exit: [{ on }] } }));
    const recipient = someone();
    await world.tell(event(on, recipient, { id: 'a' }), event(on, recipient, { id: 'b' }));
    expect(await world.ended(runOf(journey, 'a', recipient))).toMatchObject({ outcome: 'cancelled' });
    expect(await world.story(runOf(journey, 'b', recipient))).toMatchObject({ status: 'running' });
  });

  it('of an older version still ends its runs, judged by what is known of the recipient', async () => {
    const { journey, on } = names();
    const off = `${on}.off`;
    const exit = [{ on: off, when: "recipient.tier == 'gold'" }];
    const [gold, other] = [someone(), someone()];
    await world.tell(recipientChange(gold, { tier: 'gold' }, 1));
    await world.publish(escalation({ journey, on, within: 'PT1H', more: { exit } }));
    await world.tell(event(on, gold, { id: 'a' }), event(on, other, { id: 'a' }));
    for (const recipient of [gold, other]) await world.requests(recipient);
    await world.publish(escalation({ journey, on, within: 'PT1H' }));
    await world.tell(event(off, gold, { id: 'off' }), event(off, other, { id: 'off' }));
    expect(await world.ended(runOf(journey, 'a', gold))).toMatchObject({ outcome: 'cancelled', version: 1 });
    expect(await world.story(runOf(journey, 'a', other))).toMatchObject({ status: 'running' });
  });
});

describe('the expiry', () => {
  it('ends the run and takes back what is open', async () => {
    const { journey, on } = names();
    const steps = [{ id: 'tell', send: [{ push: 'shipped-push' }] }];
    await world.publish(escalation({ journey, on, more: { expires: 'PT1S', steps } }));
    const recipient = someone();
    await world.tell(event(on, recipient, { id: 'a' }));
    const [asked] = await world.requests(recipient);
    const story = await world.ended(runOf(journey, 'a', recipient));
    expect(story).toMatchObject({ outcome: 'expired' });
    expect(Date.parse(story.endedAt!) - Date.parse(story.startedAt)).toBeGreaterThanOrEqual(1_000);
    expect(Date.parse(asked!.intent.expiresAt)).toBe(Date.parse(story.startedAt) + 1_000);
    expect(await world.withdrawal(asked!.messageId)).toMatchObject({ reason: 'expired' });
    expect(await world.query('SELECT 1 FROM run_timer WHERE run_id = $1', [story.id])).toEqual([]);
  });

  it('takes back nothing that was accepted', async () => {
    const { journey, on } = names();
    const steps = [{ id: 'tell', send: [{ push: 'shipped-push' }, { sms: 'shipped-sms' }] }];
    await world.publish(escalation({ journey, on, more: { expires: 'PT2S', steps } }));
    const recipient = someone();
    await world.tell(event(on, recipient, { id: 'a' }));
    const asked = await world.requests(recipient, 2);
    const [push, sms] = asked.toSorted((a, b) => a.intent.rung - b.intent.rung);
    await world.tell(attempted(push!, 'accepted'));
    expect(await world.ended(runOf(journey, 'a', recipient))).toMatchObject({ outcome: 'expired' });
    await world.withdrawal(sms!.messageId);
    await eventually(() =>
      expect(world.progress(push!.intent.runId).at(-1)).toMatchObject({ what: 'ended' }),
    );
    expect(world.withdrawn(recipient).map(({ messageId }) => messageId)).toEqual([sms!.messageId]);
  });
});
