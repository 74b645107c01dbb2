import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Activity } from '../src/storage/recipient-activity.ts';
import { event, names, recipientChange, someone } from './facts.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ partitions: 1 });
});
afterAll(() => world.close());

const known = async (recipient: string): Promise<Pick<Activity, 'events'> | undefined> => {
  const rows = await world.query<Activity>('SELECT events FROM recipient_activity WHERE recipient_id = $1', [
    recipient,
  ]);
  return rows[0];
};

it('of the erased nothing is kept, also when it is told later', async () => {
  const [recipient, other, on] = [someone(), someone(), names().on];
  await world.tell(event(on, recipient));
  await eventually(async () => expect(Object.keys((await known(recipient))!.events)).toEqual([on]));
  const fact = recipientChange(recipient, {}, 5);
  const value = JSON.stringify({ ...(JSON.parse(String(fact.value)) as object), erased: true });
  await world.tell({ ...fact, value });
  await eventually(async () => expect(await known(recipient)).toBeUndefined());
  // One partition: when the other's event is known, this one's was handled.
  await world.tell(event(on, recipient), event(on, other));
  await eventually(async () => expect(await known(other)).toBeDefined());
  expect(await known(recipient)).toBeUndefined();
});
