import { produce } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gate, note, openRig, type Rig } from './rig.ts';
import { event, many, receipt, wire } from './samples.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

test('an urgent fact is handled while five thousand plain ones wait behind a slow handler', async () => {
  const slow = gate();
  await rig.open({
    handler: async (facts, unit) => {
      if (unit.lane === 'plain') await slow.passed;
      await note(facts, unit, 'one');
    },
  });
  await produce(rig.stage, ...many(5_000, (n) => event(`r${n % 500}`, n)));
  await produce(
    rig.stage,
    wire('receiptRecorded', receipt('urgent-one', 1), { lane: 'urgent' }),
    event('urgent-one', 1, 'urgent'),
  );
  const early = await rig.untilHandled(2);
  expect(early.map((row) => row.lane)).toEqual(['urgent', 'urgent']);
  slow.open();
  expect(await rig.untilHandled(5_002)).toHaveLength(5_002);
});

test('a process that runs one lane leaves the other to those that run it', async () => {
  await rig.open({
    name: 'urgent only',
    messaging: { lanes: ['urgent'] },
    handler: (f, u) => note(f, u, 'urgent only'),
  });
  const before = (await rig.handled()).length;
  await produce(rig.stage, ...many(40, (n) => event(`both${n}`, 1, n % 2 === 0 ? 'plain' : 'urgent')));
  const rows = (await rig.untilHandled(before + 40)).slice(before);
  expect(rows.filter((row) => row.instance === 'urgent only' && row.lane === 'plain')).toEqual([]);
  expect(rows).toHaveLength(40);
});
