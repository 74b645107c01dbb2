import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { childrenOf } from '../src/children.ts';
import { makePassableFolder } from '../src/folders.ts';
import { kafkaJars } from '../src/kafka-jars.ts';
import { startKafka } from '../src/kafka.ts';
import { freePort } from '../src/ports.ts';
import { startPostgres } from '../src/postgres.ts';

let folder: string;
const stops: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = makePassableFolder(mkdtempSync(join(tmpdir(), 'hermod-revival-')));
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, query_timeout: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a database that was killed while a backend was busy comes back on the same port with what was committed', async () => {
  const port = await freePort();
  const logFile = join(folder, 'postgres.log');
  const { adminUrl, part, stop } = await startPostgres({ dataDir: folder, port, password: 'p', logFile });
  stops.push(stop);
  await ask(adminUrl, 'CREATE TABLE kept AS SELECT 1 AS n');
  const busy = ask(adminUrl, 'SELECT pg_sleep(60)').catch(() => 'cut');
  const before = part.pid!;
  const backends = childrenOf(before);
  expect(backends.length).toBeGreaterThan(0);
  part.kill('SIGKILL');
  await part.revive();
  expect(part.pid).not.toBe(before);
  expect(await busy).toBe('cut');
  expect(await ask(adminUrl, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
});

test('a database that is held answers nobody until it may go on', async () => {
  const port = await freePort();
  const logFile = join(folder, 'postgres.log');
  const { adminUrl, part, stop } = await startPostgres({ dataDir: folder, port, password: 'p', logFile });
  stops.push(stop);
  const client = new pg.Client({ connectionString: adminUrl, query_timeout: 300 });
  await client.connect();
  part.kill('SIGSTOP');
  await expect(client.query('SELECT 1')).rejects.toThrow('timeout');
  part.kill('SIGCONT');
  await client.end();
  expect(await ask(adminUrl, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
});

const clientOf = (brokers: string): Kafka => new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });

test('a broker that was killed comes back on the same port with what it had acknowledged', async () => {
  const { brokers, part, stop } = await startKafka({
    dataDir: folder,
    port: await freePort(),
    jars: await kafkaJars(),
    logFile: join(folder, 'kafka.log'),
  });
  stops.push(stop);
  const kafka = clientOf(brokers);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'kept' }] });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  await producer.send({ topic: 'kept', messages: [{ value: 'a' }] });
  await producer.disconnect();
  await admin.disconnect();
  const before = part.pid;
  part.kill('SIGKILL');
  await part.revive();
  expect(part.pid).not.toBe(before);
  const again = clientOf(brokers).admin();
  await again.connect();
  expect(await again.fetchTopicOffsets('kept')).toMatchObject([{ partition: 0, high: '1' }]);
  await again.disconnect();
});
