import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { campaign, done, knownRecipients, launch, look } from './audiences.ts';
import { openWorld, type World } from './world.ts';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const PEOPLE = 100_000;

let world: World;
const children: ChildProcess[] = [];
beforeAll(async () => {
  // It answers requests and works nothing off: a campaign is a matter of the plain lane.
  world = await openWorld({ env: { HERMOD_LANES: 'urgent' } });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await world.close();
});

function startInstance(): ChildProcess {
  const env = { ...process.env, ...world.stage.env('routing'), HERMOD_URL_DELIVERY: world.delivery.url };
  const child = spawn(process.execPath, [MAIN], { env, stdio: 'ignore' });
  children.push(child);
  return child;
}

it('a launch for 100,000 goes on where instances were killed, and everybody has one run', async () => {
  await knownRecipients(world, 'r', PEOPLE);
  const document = campaign({ where: 'recipient.n > 0', pace: 10_000 });
  await world.publish(document);
  const { id } = await launch(world, document.journey);
  const startedAtLeast = (count: number): Promise<void> =>
    eventually(async () => expect((await look(world, id)).started).toBeGreaterThanOrEqual(count), {
      timeoutMs: 300_000,
    });
  for (const part of [0.1, 0.4]) {
    const killed = startInstance();
    await startedAtLeast(PEOPLE * part);
    killed.kill('SIGKILL');
  }
  startInstance();
  startInstance();
  const told = await done(world, id, 600_000);
  expect(told).toMatchObject({ seen: PEOPLE, chosen: PEOPLE, started: PEOPLE, skipped: 0, failed: 0 });
  const [runs] = await world.query(
    `SELECT count(*)::int AS runs, count(DISTINCT recipient_id)::int AS people,
       count(*) FILTER (WHERE status = 'ended')::int AS ended FROM run WHERE journey = $1`,
    [document.journey],
  );
  expect(runs).toEqual({ runs: PEOPLE, people: PEOPLE, ended: PEOPLE });
  // What an instance had published and could not send any more is sent by another.
  await eventually(
    () => {
      const told = world.recordsOn('hermod.journey-progressed');
      expect(new Set(told.map(({ headers }) => headers['ce_id'])).size).toBe(2 * PEOPLE);
    },
    { timeoutMs: 60_000, everyMs: 500 },
  );
}, 900_000);
