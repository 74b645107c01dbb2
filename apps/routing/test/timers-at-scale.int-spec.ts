import { FLOW, kafkaTopic, type Lane } from '@hermod/contracts';
import { type RunningService, startService } from '@hermod/service-host';
import { eventually, type RecordToProduce, type TappedRecord } from '@hermod/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUTING } from '../src/routing.module.ts';
import { event, names, someone } from './facts.ts';
import { openWorld, type World } from './world.ts';

const OVERDUE = 10_000;
/** Records in one request. */
const CHUNK = 1_000;
const WITHIN = { timeoutMs: 120_000 };

let world: World;
let again: RunningService;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await again.close();
  await world.close();
});

/** A journey that rests, then asks for a message, unless it is called off before. */
function resting(
  about: { journey: string; on: string },
  purpose: string,
): { journey: string } & Record<string, unknown> {
  return {
    journey: about.journey,
    purpose,
    topic: 'order-updates',
    start: { on: about.on },
    exit: [{ on: `${about.on}.called-off` }],
    expires: purpose === 'critical' ? 'PT15M' : 'P1D',
    steps: [
      { id: 'rest', wait: { for: 'PT5M' } },
      { id: 'tell', send: [{ sms: 'shipped-sms' }] },
      { id: 'done', end: 'told' },
    ],
  };
}

async function tellAll(records: readonly RecordToProduce[]): Promise<void> {
  for (let from = 0; from < records.length; from += CHUNK)
    await world.tell(...records.slice(from, from + CHUNK));
}

const untilWaiting = (journey: string, count: number): Promise<void> =>
  eventually(async () => {
    const waiting = await world.query(
      'SELECT 1 FROM run_timer JOIN run ON run.id = run_timer.run_id WHERE journey = $1',
      [journey],
    );
    expect(waiting).toHaveLength(count);
  }, WITHIN);

/** Moves the ends of a journey's waits into the past, one a millisecond, as if so much time had gone by. */
async function letPass(journey: string): Promise<void> {
  await world.query(
    `WITH moved AS (
       SELECT id, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint - row_number() OVER (ORDER BY id) AS at
       FROM run WHERE journey = $1 AND status = 'running'
     ), runs AS (
       UPDATE run SET state = jsonb_set(state::jsonb, '{timers,wait}', to_jsonb(moved.at))::json
       FROM moved WHERE run.id = moved.id
     )
     UPDATE run_timer SET due_at = to_timestamp(moved.at / 1000.0) FROM moved WHERE run_timer.run_id = moved.id`,
    [journey],
  );
}

const startAgain = (): Promise<RunningService> =>
  startService(ROUTING, { ...world.stage.env('routing'), HERMOD_URL_DELIVERY: world.delivery.url });

/** Waits until nothing is left to fire; runs that asked for their message wait for what becomes of it. */
const untilNoneDue = (): Promise<void> =>
  eventually(
    async () => expect(await world.query('SELECT 1 FROM run_timer WHERE due_at <= now()')).toEqual([]),
    WITHIN,
  );

const requests = (lane: Lane): TappedRecord[] => world.recordsOn(kafkaTopic(FLOW.messageRequested, lane));
const timeOf = ({ headers }: TappedRecord): number => Date.parse(headers['ce_time']!);

it('ten thousand timers that are overdue at a start fire once each, but for those that unread facts call off, and an urgent one overtakes them', async () => {
  const [plain, urgent] = [names(), names()];
  await world.publish(resting(plain, 'transactional'));
  await world.publish(resting(urgent, 'critical'));
  const people = Array.from({ length: OVERDUE }, someone);
  const [calledOff, left] = [people.slice(0, OVERDUE / 2), people.slice(OVERDUE / 2)];
  const hurried = someone();
  await world.tell(event(urgent.on, hurried));
  await tellAll(people.map((recipient) => event(plain.on, recipient)));
  await untilWaiting(urgent.journey, 1);
  await untilWaiting(plain.journey, OVERDUE);

  await world.services[0]!.close();
  await letPass(plain.journey);
  await tellAll(calledOff.map((recipient) => event(`${plain.on}.called-off`, recipient)));
  again = await startAgain();
  await eventually(() => expect(requests('plain').length).toBeGreaterThan(0), WITHIN);
  await letPass(urgent.journey);

  await eventually(() => expect(requests('urgent')).toHaveLength(1), WITHIN);
  await eventually(() => expect(requests('plain').length).toBeGreaterThanOrEqual(left.length), WITHIN);
  await untilNoneDue();

  const asked = requests('plain').map(({ key }) => key);
  expect(asked).toHaveLength(left.length);
  expect(new Set(asked)).toEqual(new Set(left));
  const outcomes = await world.query<{ outcome: string; count: number }>(
    `SELECT outcome, count(*)::int AS count FROM run WHERE journey = $1 AND status = 'ended' GROUP BY outcome`,
    [plain.journey],
  );
  expect(outcomes).toEqual([{ outcome: 'cancelled', count: calledOff.length }]);
  const [hurry] = requests('urgent');
  expect(hurry!.key).toBe(hurried);
  expect(timeOf(hurry!)).toBeLessThan(Math.max(...requests('plain').map(timeOf)));
}, 240_000);
