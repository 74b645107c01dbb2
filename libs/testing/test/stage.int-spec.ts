import { openStage, produce, tapTopic, type Stage } from '@hermod/testing';
import { kafkaTopics, partitionOf } from '@hermod/contracts';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kafkaOf } from '../src/kafka-client.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ partitions: 2 });
});
afterAll(() => stage.close());

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a stage has every Kafka topic of the flow under its prefix', async () => {
  const admin = kafkaOf(stage).admin();
  await admin.connect();
  const topics = await admin.listTopics();
  await admin.disconnect();
  expect(topics).toEqual(expect.arrayContaining(kafkaTopics(2).map(({ topic }) => stage.prefix + topic)));
});

test('each service writes in its own schema with its own role', async () => {
  const [row] = await query(
    stage.databaseUrls.routing,
    'SELECT current_user AS who, current_schema AS place',
  );
  expect(row).toEqual({ who: 'hermod_routing', place: 'routing' });
  await query(stage.databaseUrls.routing, 'CREATE TABLE mine (id int)');
  await expect(query(stage.databaseUrls.consent, 'SELECT * FROM routing.mine')).rejects.toThrow(
    /permission denied/,
  );
});

test('a tap sees records with key, headers and value, on the partition of their key', async () => {
  const tap = await tapTopic(stage, 'hermod.domain-events');
  await produce(stage, {
    topic: 'hermod.domain-events',
    key: 'ada',
    value: '{"n":1}',
    headers: { ce_id: 'e1' },
  });
  const [record] = await tap.until(1);
  await tap.stop();
  expect(record).toMatchObject({
    key: 'ada',
    headers: { ce_id: 'e1' },
    value: { n: 1 },
    partition: partitionOf('ada', 2),
  });
});

test('two stages share neither Kafka topics nor tables', async () => {
  const other = await openStage();
  try {
    expect(other.prefix).not.toBe(stage.prefix);
    expect(await query(other.adminUrl, `SELECT 1 FROM pg_tables WHERE tablename = 'mine'`)).toEqual([]);
  } finally {
    await other.close();
  }
});

test('a closed stage leaves no database behind', async () => {
  const closed = await openStage({ partitions: 1 });
  await closed.close();
  await expect(query(closed.adminUrl, 'SELECT 1')).rejects.toThrow(/does not exist/);
});
