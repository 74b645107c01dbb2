import { produce } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig, type Rig } from './rig.ts';
import { event, many, person, wire } from './samples.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ partitions: 3 });
});
afterAll(() => rig.close());

test('what waits about recipients is handled before the events that wait, however many these are', async () => {
  const people = many(30, (n) => `r${n}`);
  await produce(rig.stage, ...many(3_000, (n) => event(people[n % 30]!, n)));
  await produce(rig.stage, ...people.map((id) => wire('recipientChanged', person(id))));
  await rig.open();
  const rows = await rig.untilHandled(3_030);
  const lastPerson = rows.findLastIndex(({ topic }) => topic.endsWith('recipient-changed'));
  expect(lastPerson).toBe(people.length - 1);
});
