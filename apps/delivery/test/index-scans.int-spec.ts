import { randomUUID } from 'node:crypto';
import type { Sql } from '@hermod/postgres';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Attempt, closeAttempts, loadAttempts, startAttempts } from '../src/storage/attempts.ts';
import { loadNotedOptOuts } from '../src/storage/called-after-opt-out.ts';
import { DeliveryState } from '../src/storage/delivery-state.ts';
import { Leases } from '../src/storage/leases.ts';
import { addLinks, forgetLinks, Links, type NewLink } from '../src/storage/links.ts';
import { addMessages, changeMessages, loadMessages, type Message } from '../src/storage/messages.ts';
import { addOptOuts, loadOptOuts } from '../src/storage/opt-outs.ts';
import { dequeue, enqueue, type Queued, SendQueueIndex, takeDue } from '../src/storage/send-queue.ts';
import { claimTakeBacks } from '../src/storage/take-backs.ts';
import { Templates } from '../src/storage/templates.ts';
import { findWithdrawn, markWithdrawn } from '../src/storage/withdrawals.ts';
import { accountsAt } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const id = randomUUID();
const now = new Date();
const message = { id, permission: {}, why: {} } as unknown as Message;
const attempt = { id, messageId: id } as unknown as Attempt;
const link = { code: 'c', messageId: id } as unknown as NewLink;
const queued = { messageId: id } as unknown as Queued;
const optOut = {
  recipient: 'r',
  factKey: id,
  addressHash: 'h',
  scope: { channels: ['sms' as const] },
  at: now,
  lifts: false,
};
const question = {
  urgent: false,
  provider: 'p',
  handledUpTo: [0],
  reactionsUpTo: [0],
  freshWithinMs: 1,
  reactionsFreshWithinMs: 1,
  limit: 1,
};

/** The statements of the path, each by a call of the function that runs it. */
const HOT: readonly [string, (sql: Sql, dataSource: DataSource) => Promise<unknown>][] = [
  ['adding messages', (sql) => addMessages(sql, [message], now)],
  ['loading messages', (sql) => loadMessages(sql, [id])],
  ['changing messages', (sql) => changeMessages(sql, [{ id, status: 'open', withdrawn: false }])],
  ['loading attempts', (sql) => loadAttempts(sql, [id])],
  ['starting attempts', (sql) => startAttempts(sql, [attempt], now)],
  ['closing attempts', (sql) => closeAttempts(sql, [{ id, state: 'unknown' }], now)],
  ['adding links', (sql) => addLinks(sql, [link], now)],
  ['finding a link', (_, dataSource) => new Links(dataSource).find('c')],
  ['forgetting links', (sql) => forgetLinks(sql, [id])],
  ['claiming what is to be taken back', (sql) => claimTakeBacks(sql, [id])],
  ['queueing', (sql) => enqueue(sql, [queued])],
  ['taking out of the queue', (sql) => dequeue(sql, [id])],
  ['taking what is due', (sql) => takeDue(sql, [id])],
  ['finding what is due', (_, dataSource) => new SendQueueIndex(dataSource).findDue(question)],
  ['asking whether anything is due', (_, dataSource) => new SendQueueIndex(dataSource).anyDue(false, ['p'])],
  ['noting opt-outs', (sql) => addOptOuts(sql, [optOut])],
  ['loading opt-outs', (sql) => loadOptOuts(sql, ['r'])],
  ['marking withdrawals', (sql) => markWithdrawn(sql, [{ messageId: id, reason: 'ended' }], now)],
  ['finding withdrawals', (sql) => findWithdrawn(sql, [id])],
  ['asking for templates', (sql, dataSource) => new Templates(dataSource).compiled(sql, ['t'])],
  ['counting open attempts', (_, dataSource) => new DeliveryState(dataSource).attempts()],
  ['counting what is due', (_, dataSource) => new DeliveryState(dataSource).queues(['p'])],
  ['asking who had opted out', (sql) => loadNotedOptOuts(sql, ['r'])],
  ['renewing a lease', (_, dataSource) => new Leases(dataSource).renew(id)],
];

let world: World;
beforeAll(async () => {
  world = await openWorld({ providers: accountsAt('http://127.0.0.1:1'), partitions: 1 });
  await world.query('ANALYZE');
});
afterAll(() => world.close());

/** The first statement that a call runs. */
async function statementOf(call: (typeof HOT)[number][1]): Promise<string> {
  const texts: string[] = [];
  const heard = (text: string): Promise<never[]> => (texts.push(text), Promise.resolve([]));
  const sql = { query: (_name: string, text: string) => heard(text) } as unknown as Sql;
  await call(sql, { query: heard } as unknown as DataSource);
  return texts[0]!;
}

async function planOf(statement: string): Promise<string> {
  const rows = await world.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${statement}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

it.each(HOT)('%s scans no table that was analysed while it was empty', async (_, call) => {
  expect(await planOf(await statementOf(call))).not.toMatch(/Seq Scan on/);
});

it.each(['finding what is due', 'asking whether anything is due'])(
  '%s reads none of the future',
  async (name) => {
    const [, call] = HOT.find(([each]) => each === name)!;
    expect(await planOf(await statementOf(call))).toMatch(/Index Cond: .*due_at <= now\(\)/);
  },
);

it('finding what lost instances left goes by the index of started attempts', async () => {
  const plan = await planOf(await statementOf((_, dataSource) => new Leases(dataSource).findOrphans(1)));
  expect(plan).toMatch(/Index.*Scan using attempt_started/);
  expect(plan).not.toMatch(/Seq Scan on (attempt|message)/);
});
