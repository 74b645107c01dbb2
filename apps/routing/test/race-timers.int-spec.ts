import type { Channel, MessageRequested } from '@hermod/contracts';
import { eventually, lockRecipient, untilHandled } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDue, stateOf } from './due-runs.ts';
import { attempted, escalation, event, names, receipt, someone, stop } from './facts.ts';
import { RACE_SCENES, type RaceScene, type Racing } from './race-scenes.ts';
import { openWorld, runOf, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ partitions: 1 });
});
afterAll(() => world.close());

const reader = (): Parameters<typeof untilHandled>[0] => ({ stage: world.stage, store: 'routing' });

async function start(steps: RaceScene['steps'], more: object = {}): Promise<Racing> {
  const { journey, on } = names();
  const exit = [{ on: `${on}.over` }];
  await world.publish(escalation({ journey, on, more: { expires: 'P1D', exit, steps: steps(on), ...more } }));
  const recipient = someone();
  const starts = event(on, recipient, { id: 'e' });
  await world.tell(starts);
  await untilHandled(reader(), starts);
  return { recipient, on, run: runOf(journey, 'e', recipient), asked: {} };
}

const byChannel = (requests: readonly MessageRequested[]): Racing['asked'] =>
  Object.fromEntries(requests.map((one) => [one.intent.channel, one])) as Partial<
    Record<Channel, MessageRequested>
  >;

/** Brings a run to where its scene begins. */
async function stand({ steps, asks, before = [] }: RaceScene): Promise<Racing> {
  let at = await start(steps);
  if (asks > 0) at = { ...at, asked: byChannel(await world.requests(at.recipient)) };
  if (asks > 1) {
    const { push } = at.asked;
    await world.tell(attempted(push!, 'accepted'), receipt(push!, 'undelivered'));
    at = { ...at, asked: byChannel(await world.requests(at.recipient, asks)) };
  }
  for (const step of before) {
    if (typeof step === 'string') {
      await makeDue(world, at.run, step);
      await world.withdrawal(at.asked.push!.messageId);
    } else {
      const fact = step(at);
      await world.tell(fact);
      await untilHandled(reader(), fact);
    }
  }
  return at;
}

const untilOverdue = (run: string): Promise<void> =>
  eventually(async () => {
    const overdue = `SELECT 1 FROM run_timer WHERE run_id = $1 AND due_at < clock_timestamp() - interval '1 second'`;
    expect(await world.query(overdue, [run])).toHaveLength(1);
  });

describe('a timer that is due while a fact that was there before it is unread', () => {
  const racing = new Map<RaceScene, Racing>();
  beforeAll(async () => {
    for (const scene of RACE_SCENES) racing.set(scene, await stand(scene));
    // Somebody else's fact is not handled: all that stands behind it is unread.
    const other = someone();
    const lock = await lockRecipient(reader(), other);
    await world.tell(stop(other));
    await world.tell(...RACE_SCENES.map((scene) => scene.unread(racing.get(scene)!)));
    for (const scene of RACE_SCENES) await makeDue(world, racing.get(scene)!.run, scene.due);
    for (const { run } of racing.values()) {
      await untilOverdue(run);
      expect(await stateOf(world, run)).toMatchObject({ status: 'running' });
    }
    await lock.release();
  }, 120_000);

  it.each(RACE_SCENES)('waits until it was read: $it', async (scene) => {
    const at = racing.get(scene)!;
    if (scene.then !== undefined) {
      const unread = scene.unread(at);
      await untilHandled(reader(), unread);
      await world.tell(scene.then(at));
    }
    expect(await world.ended(at.run)).toMatchObject({ outcome: scene.outcome });
    expect(world.requested(at.recipient)).toHaveLength(scene.asked);
    expect(world.withdrawn(at.recipient).map(({ reason }) => reason)).toEqual(scene.withdrawn ?? []);
  });
});

it('a run whose step and whose own time were both over when somebody looked has expired, and asks for nothing', async () => {
  const steps = [
    { id: 'rest', wait: { for: 'PT1H' } },
    { id: 'tell', send: [{ push: 'shipped-push' }] },
  ];
  const { run, recipient } = await start(() => steps);
  const lock = await lockRecipient(reader(), recipient);
  await makeDue(world, run, 'expiry', 1_000);
  await makeDue(world, run, 'wait', 2_000);
  await lock.release();
  expect(await world.ended(run)).toMatchObject({ outcome: 'expired' });
  expect(world.requested(recipient)).toEqual([]);
  await eventually(async () =>
    expect(await world.query('SELECT 1 FROM run_timer WHERE run_id = $1', [run])).toEqual([]),
  );
});
