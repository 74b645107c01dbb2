import type { Sql } from '@hermod/postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Activity,
  forgetActivity,
  MOST_EVENT_TYPES,
  rememberActivity,
} from '../src/storage/recipient-activity.ts';
import { someone } from './facts.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let sql: Sql;
beforeAll(async () => {
  world = await openWorld({ partitions: 1 });
  sql = {
    query: (_: string, text: string, values: unknown[]) => world.query(text, values),
  } as unknown as Sql;
});
afterAll(() => world.close());

const known = async (recipient: string): Promise<Omit<Activity, 'recipient'> | undefined> => {
  const rows = await world.query<Omit<Activity, 'recipient'>>(
    'SELECT events, signals FROM recipient_activity WHERE recipient_id = $1',
    [recipient],
  );
  return rows[0];
};

/** Tells in this order that events of some types happened at some times: so many with each unit of work. */
async function tell(
  recipient: string,
  happened: readonly (readonly [type: string, at: number])[],
  atOnce = 1,
): Promise<void> {
  for (let from = 0; from < happened.length; from += atOnce) {
    const events = Object.fromEntries(happened.slice(from, from + atOnce));
    await rememberActivity(sql, [{ recipient, events, signals: {} }]);
  }
}

it('the newer time of a name wins in any order', async () => {
  const orders = [
    [1, 2, 3],
    [3, 1, 2],
    [2, 3, 1],
  ];
  for (const order of orders) {
    const recipient = someone();
    await tell(
      recipient,
      order.map((at) => ['shop.ordered', at] as const),
    );
    await rememberActivity(sql, [{ recipient, events: {}, signals: { opened: 7 } }]);
    expect(await known(recipient)).toEqual({ events: { 'shop.ordered': 3 }, signals: { opened: 7 } });
  }
});

it('of too many event types those that came last stay, in any order', async () => {
  const happened = Array.from({ length: MOST_EVENT_TYPES + 20 }, (_, n) => [`type-${n}`, n] as const);
  // An old type that comes again is new again.
  const again = [...happened, ['type-0', 10_000] as const];
  const ends = [];
  for (const order of [again, again.toReversed()]) {
    const recipient = someone();
    await tell(recipient, order, 40);
    ends.push(await known(recipient));
  }
  expect(ends[0]).toEqual(ends[1]);
  const types = Object.keys(ends[0]!.events);
  expect(types).toHaveLength(MOST_EVENT_TYPES);
  expect(types).toContain('type-0');
  expect(types).not.toContain('type-20');
});

it('of the erased nothing is kept, also when it is told later', async () => {
  const recipient = someone();
  await tell(recipient, [['shop.ordered', 1]]);
  await forgetActivity(sql, [recipient]);
  await world.query(
    `INSERT INTO recipient (recipient_id, revision, attributes, erased) VALUES ($1, 2, '{}', true)`,
    [recipient],
  );
  await tell(recipient, [['shop.ordered', 2]]);
  expect(await known(recipient)).toBeUndefined();
});
