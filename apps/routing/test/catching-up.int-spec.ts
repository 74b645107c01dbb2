import { startService } from '@hermod/service-host';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUTING } from '../src/routing.module.ts';
import { escalation, event, names, recipientChange, someone } from './facts.ts';
import { openWorld, runOf, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('events that waited with what their recipients are, while nobody read, are judged by it', async () => {
  const { journey, on } = names();
  await world.publish(escalation({ journey, on, more: { start: { on, when: "recipient.tier == 'gold'" } } }));
  await Promise.all(world.services.map((service) => service.close()));
  const people = Array.from({ length: 20 }, someone);
  await world.tell(
    ...people.map((recipient) => recipientChange(recipient, { tier: 'gold' }, 1)),
    ...people.map((recipient) => event(on, recipient, { id: 'e' })),
  );
  const again = await startService(ROUTING, {
    ...world.stage.env('routing'),
    HERMOD_URL_DELIVERY: world.delivery.url,
  });
  try {
    await eventually(
      async () => {
        const [read] = await world.query<{ n: number }>(
          'SELECT count(*)::int AS n FROM recipient WHERE recipient_id = ANY($1)',
          [people],
        );
        const [handled] = await world.query<{ n: number }>(
          'SELECT count(*)::int AS n FROM run WHERE journey = $1',
          [journey],
        );
        expect([read!.n, handled!.n]).toEqual([20, 20]);
      },
      { timeoutMs: 20_000 },
    );
    const started = await world.query<{ id: string }>('SELECT id FROM run WHERE journey = $1', [journey]);
    expect(started.map(({ id }) => id).toSorted()).toEqual(
      people.map((one) => runOf(journey, 'e', one)).toSorted(),
    );
  } finally {
    await again.close();
  }
});
