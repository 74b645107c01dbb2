import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually, produce, type RecordToProduce } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Handled, HOLD, openRig, type Rig } from './rig.ts';
import { event, many, receipt, wire } from './samples.ts';

let rig: Rig;
let child: ChildProcess | undefined;
beforeAll(async () => {
  rig = await openRig({ partitions: 6 });
});
afterAll(async () => {
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await rig.close();
});

/** Events and receipts for many recipients, on both lanes. */
function batch(name: string, count: number): RecordToProduce[] {
  return many(count, (n) => {
    const recipient = `${name}${n % 60}`;
    const lane = n % 10 === 0 ? 'urgent' : 'plain';
    return n % 2 === 0 ? event(recipient, n, lane) : wire('receiptRecorded', receipt(recipient, n), { lane });
  });
}

function expectEachOnce(rows: readonly Handled[], name: string, count: number): void {
  const ours = rows.filter((row) => row.recipient.startsWith(name));
  expect(ours).toHaveLength(count);
  expect(new Set(ours.map((row) => row.fact)).size).toBe(count);
}

/** Goes on producing small batches until `enough` holds, and returns how many records that were. */
async function produceUntil(name: string, enough: (rows: Handled[]) => boolean): Promise<number> {
  for (let round = 0; round < 200; round += 1) {
    await produce(rig.stage, ...batch(`${name}-${round}-`, 60));
    if (enough(await rig.handled())) return (round + 1) * 60;
  }
  throw new Error('it never was enough');
}

const sharers = (rows: readonly Handled[], name: string): Set<string> =>
  new Set(rows.filter((row) => row.recipient.startsWith(name)).map((row) => row.instance));

test('two instances share the partitions, and when one closes the other finishes', async () => {
  const [first, second] = [await rig.open(), await rig.open()];
  const produced = await produceUntil('shared', (rows) => sharers(rows, 'shared').size === 2);
  await produce(rig.stage, ...batch('rest', 3_000));
  await first.close();
  await produce(rig.stage, ...batch('after', 600));
  const rows = await rig.untilHandled(produced + 3_600, 30_000);
  expectEachOnce(rows, 'shared', produced);
  expectEachOnce(rows, 'rest', 3_000);
  expectEachOnce(rows, 'after', 600);
  await second.close();
});

test('when one of two processes is killed the other finishes: nothing is lost, nothing is handled twice', async () => {
  child = spawn(
    process.execPath,
    ['--conditions=@hermod/source', fileURLToPath(new URL('./instance-process.ts', import.meta.url))],
    { env: { PATH: process.env['PATH'], ...rig.stage.env('routing') }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout!, 'data');
  const before = (await rig.handled()).length;
  const survivor = await rig.open();
  const produced = await produceUntil('killed', (rows) => sharers(rows, 'killed').size === 2);
  const holder = rig.store.createQueryRunner();
  await holder.query(`SELECT pg_advisory_lock(${HOLD})`);
  await produce(rig.stage, ...batch('flood', 4_000));
  await eventually(async () => {
    const held: unknown = await holder.query(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = ${HOLD} AND NOT granted`,
    );
    expect(held).not.toEqual([]);
  });
  // In the middle of a unit: everything is written, nothing is committed.
  child.kill('SIGKILL');
  await holder.query(`SELECT pg_advisory_unlock(${HOLD})`);
  await holder.release();
  const rows = await rig.untilHandled(before + produced + 4_000, 40_000);
  expectEachOnce(rows, 'killed', produced);
  expectEachOnce(rows, 'flood', 4_000);
  await survivor.close();
});
