import { eventually, produce, surroundings, tapTopic, type TopicTap } from '@hermod/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Instance, openRig, type Rig } from './rig.ts';
import { event, many, receipt, wire } from './samples.ts';

/** Its own: the others go on while it is refused. */
const ROLE = 'hermod_routing_away';

let rig: Rig;
let tap: TopicTap;
let admin: pg.Client;
beforeAll(async () => {
  rig = await openRig({ partitions: 2, ownRole: ROLE });
  tap = await tapTopic(rig.stage, 'hermod.domain-events.dead', 'hermod.receipt-recorded.dead');
  admin = new pg.Client({ connectionString: surroundings().adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await back();
  await admin.end();
  await tap.stop();
  await rig.close();
});

const database = (): string => new URL(rig.stage.adminUrl).pathname.slice(1);

/** Ends every connection of the services, in the middle of whatever they do. */
async function cutConnections(): Promise<void> {
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [
    database(),
  ]);
}

/** The database lets nobody in any more. */
async function away(): Promise<void> {
  await admin.query(`ALTER DATABASE ${database()} ALLOW_CONNECTIONS false`);
  await cutConnections();
}

async function back(): Promise<void> {
  await admin.query(`ALTER DATABASE ${database()} ALLOW_CONNECTIONS true`);
}

async function untilWaiting({ log }: Instance, from: number): Promise<void> {
  await eventually(() => {
    const waits = log.heard.slice(from).filter(({ message }) => message.includes('waits for its database'));
    expect(waits.length).toBeGreaterThanOrEqual(2);
  });
}

test('while the database is away nothing is lost or buried, readiness turns red, and then it goes on', async () => {
  const instance = await rig.open({ messaging: { unreadyAfterMs: 100 } });
  await produce(rig.stage, ...many(20, (n) => event(`early${n}`, 1)));
  await rig.untilHandled(20);
  instance.messaging.checkReady();
  await away();
  await produce(rig.stage, ...many(300, (n) => event(`late${n % 50}`, n)));
  await untilWaiting(instance, 0);
  await eventually(() => expect(() => instance.messaging.checkReady()).toThrow(/waited for the database/));
  await back();
  expect(await rig.untilHandled(320)).toHaveLength(320);
  instance.messaging.checkReady();
  expect(tap.records).toEqual([]);
  await instance.close();
});

test('connections that are cut again and again in the middle of units lose and repeat nothing', async () => {
  const before = (await rig.handled()).length;
  const instance = await rig.open();
  for (const round of many(5, (n) => n)) {
    await produce(
      rig.stage,
      ...many(200, (n) => wire('receiptRecorded', receipt(`cut${n % 40}`, round * 200 + n))),
    );
    await cutConnections();
  }
  const rows = (await rig.untilHandled(before + 1_000)).slice(before);
  expect(rows).toHaveLength(1_000);
  expect(new Set(rows.map((row) => row.fact)).size).toBe(1_000);
  expect(tap.records).toEqual([]);
  await instance.close();
});

test('a role that is refused for a while is waited for, too: nothing is buried', async () => {
  const before = (await rig.handled()).length;
  const instance = await rig.open();
  await admin.query(`ALTER ROLE ${ROLE} NOLOGIN`);
  try {
    await cutConnections();
    await produce(rig.stage, event('refused-role', 1));
    await untilWaiting(instance, 0);
  } finally {
    await admin.query(`ALTER ROLE ${ROLE} LOGIN`);
  }
  expect(await rig.untilHandled(before + 1)).toHaveLength(before + 1);
  expect(tap.records).toEqual([]);
  await instance.close();
});

test('a process that stops while the database is away leaves its records to the next one', async () => {
  const before = (await rig.handled()).length;
  const stopping = await rig.open();
  await away();
  await produce(rig.stage, ...many(50, (n) => event(`left${n}`, 1)));
  await untilWaiting(stopping, 0);
  await stopping.messaging.close();
  await back();
  await rig.open();
  expect(await rig.untilHandled(before + 50)).toHaveLength(before + 50);
});
