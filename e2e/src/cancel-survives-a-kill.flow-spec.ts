import { eventually } from '@hermod/testing';
import pg from 'pg';
import { expect, it } from 'vitest';
import { fresh, killInstance, must, publish, system } from './support/hermod.ts';

const RUNS = 500;
const INSTANCES = 2;

interface Action {
  readonly action: string;
  readonly runs: number;
  readonly finishedAt?: string;
}

/** Works in routing's schema, as one of its units of work would. */
async function asRouting<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: system.databaseUrls.routing });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function startRuns(type: string, journey: string): Promise<void> {
  const events = Array.from({ length: RUNS }, (_, n) => ({
    specversion: '1.0',
    id: fresh('event'),
    source: '/stories',
    type,
    subject: `${journey}-${n}`,
    data: {},
  }));
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  await must('POST', '/v1/events', JSON.stringify(events), headers);
  await eventually(
    async () =>
      expect(await must('GET', `/v1/journeys/${journey}/in-flight`)).toMatchObject({ running: RUNS }),
    { timeoutMs: 60_000 },
  );
}

it('a version is cancelled to the last run, each once, though every instance is killed in the middle of it', async () => {
  const journey = fresh('cancelled');
  const type = `com.shop.${journey}`;
  await publish(journey, {
    purpose: 'transactional',
    topic: 'order-updates',
    start: { on: type },
    expires: 'PT2H',
    steps: [
      { id: 'later', wait: { for: 'PT1H' } },
      { id: 'tell', send: [{ sms: `${journey}-sms` }] },
    ],
  });
  await startRuns(type, journey);
  await asRouting(async (client) => {
    // The batch with the run in the middle waits for this recipient, and the kill finds it waiting.
    await client.query('BEGIN');
    await client.query(
      `SELECT 1 FROM recipient_lock WHERE recipient_id =
         (SELECT recipient_id FROM run WHERE journey = $1 ORDER BY id OFFSET $2 LIMIT 1) FOR UPDATE`,
      [journey, RUNS / 2],
    );
    await must('POST', `/v1/journeys/${journey}/versions/1/cancel`, { reason: 'a wrong text' });
    await eventually(
      async () => {
        const [action] = await actionsOf(journey);
        expect(action!.runs).toBeGreaterThan(0);
      },
      { timeoutMs: 30_000 },
    );
    for (let instance = 1; instance <= INSTANCES; instance += 1) await killInstance('routing', instance);
    await client.query('ROLLBACK');
  });
  await eventually(
    async () => {
      const [action] = await actionsOf(journey);
      expect(action).toMatchObject({ action: 'cancelled', runs: RUNS, finishedAt: expect.any(String) });
    },
    { timeoutMs: 90_000 },
  );
  expect(await endings(journey)).toEqual({ ended: RUNS, told: RUNS });
});

/** Newest first; while no instance answers there are none. */
async function actionsOf(journey: string): Promise<Action[]> {
  const { actions } = await must('GET', `/v1/journeys/${journey}/actions`);
  return actions as Action[];
}

/** How many runs were cancelled, and how often stories tell so. */
function endings(journey: string): Promise<{ ended: number; told: number }> {
  return asRouting(async (client) => {
    const { rows } = await client.query<{ ended: number; told: number }>(
      `SELECT count(DISTINCT run.id)::int AS ended, count(*)::int AS told
       FROM run JOIN run_entry ON run_entry.run_id = run.id
       CROSS JOIN json_array_elements(run_entry.entries) AS entry
       WHERE run.journey = $1 AND run.outcome = 'cancelled' AND entry->>'what' = 'ended'`,
      [journey],
    );
    return rows[0]!;
  });
}
