import { LANES, type Lane } from '@hermod/contracts';
import { eventually, produce, type RecordToProduce, tapTopic, type TopicTap } from '@hermod/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Instance, note, openRig, type Rig } from './rig.ts';
import { event, many, receipt, refused, wire } from './samples.ts';

const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';
const RECEIPTS: Record<Lane, string> = {
  plain: 'hermod.receipt-recorded',
  urgent: 'hermod.receipt-recorded.urgent',
};
const READ = [...Object.values(RECEIPTS), 'hermod.domain-events', 'hermod.message-decided'];

class Poisoned extends Error {
  override readonly name = 'Poisoned';
  readonly code = 'SAMPLE_POISON';
  readonly field = 'messageId';
}

let rig: Rig;
let tap: TopicTap;
let instance: Instance;
/** How often the handler was called with a poisoned fact alone. */
let triesAlone = 0;

beforeAll(async () => {
  rig = await openRig({ partitions: 2 });
  tap = await tapTopic(rig.stage, ...READ.map((topic) => `${topic}.dead`));
  instance = await rig.open({
    handler: async (facts, unit) => {
      await note(facts, unit, 'one');
      if (!facts.some((fact) => fact.recipient.startsWith('poison'))) return;
      if (facts.length === 1) triesAlone += 1;
      throw new Poisoned('no');
    },
  });
});
afterAll(async () => {
  await tap.stop();
  await rig.close();
});

/** What is on the dead letters' Kafka topics after a mark that was produced last has been handled, too. */
async function deadLettersAfter(mark: string, count: number): Promise<TopicTap['records']> {
  await eventually(async () => {
    const rows = await rig.handled();
    expect(rows.filter((row) => row.recipient === mark)).toHaveLength(2 * LANES.length);
  });
  await tap.until(count);
  return tap.records;
}

/** Something good behind everything else, on each partition and lane. */
function marks(name: string): RecordToProduce[] {
  return LANES.flatMap((lane) =>
    many(2, (partition) => ({
      ...wire('receiptRecorded', receipt(name, 1), { lane, id: `${name} ${lane} ${partition}` }),
      partition,
    })),
  );
}

test('one poison record among a hundred is buried once, its neighbours are handled once, on both lanes', async () => {
  for (const lane of LANES) {
    const good = many(99, (n) =>
      wire('receiptRecorded', receipt(`good${n}`, 1), { lane, id: `${lane} ${n}` }),
    );
    const bad = wire('receiptRecorded', receipt('poison', 1), {
      lane,
      traceparent: TRACE,
      id: `${lane} bad`,
    });
    await produce(rig.stage, ...good.toSpliced(37, 0, bad));
  }
  await produce(rig.stage, ...marks('mark-1'));
  const dead = await deadLettersAfter('mark-1', 2);
  expect(dead).toHaveLength(2);
  for (const lane of LANES) {
    const letter = dead.find((record) => record.topic === `${RECEIPTS[lane]}.dead`)!;
    expect(letter).toMatchObject({ key: 'poison', value: receipt('poison', 1) });
    expect(letter.headers).toMatchObject({
      ce_id: `${lane} bad`,
      traceparent: TRACE,
      dead_code: 'SAMPLE_POISON',
      dead_message: 'no',
      dead_field: 'messageId',
      dead_service: 'routing',
      dead_topic: RECEIPTS[lane],
      dead_partition: expect.stringMatching(/^[01]$/),
      dead_offset: expect.stringMatching(/^\d+$/),
      dead_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  }
  expect(triesAlone).toBe(6);
  const rows = (await rig.handled()).filter((row) => row.recipient.startsWith('good'));
  expect(rows).toHaveLength(198);
  expect(new Set(rows.map((row) => row.fact)).size).toBe(198);
});

const good = wire('receiptRecorded', receipt('unreadable', 1));
const without = (name: string): Record<string, string> => {
  const { [name]: _gone, ...rest } = good.headers!;
  return rest;
};

const UNREADABLE: Record<string, { record: RecordToProduce; code: string; field: string }> = {
  'no JSON': { record: { ...good, value: '{"messageId": ' }, code: 'FACT_NOT_JSON', field: 'value' },
  'no value': { record: { ...good, value: null }, code: 'FACT_EMPTY', field: 'value' },
  'bytes that are no text': {
    record: { ...good, value: Buffer.from([0xff, 0x00, 0xfe]) },
    code: 'FACT_NOT_JSON',
    field: 'value',
  },
  'a breach of the schema': {
    record: { ...good, value: JSON.stringify({ ...receipt('unreadable', 1), kind: 'eaten' }) },
    code: 'FACT_INVALID',
    field: 'kind',
  },
  'no CloudEvents headers': { record: { ...good, headers: {} }, code: 'FACT_NO_HEADER', field: 'ce_id' },
  'no source': {
    record: { ...good, headers: without('ce_source') },
    code: 'FACT_NO_HEADER',
    field: 'ce_source',
  },
  'no revision': {
    record: { ...good, headers: without('revision') },
    code: 'FACT_NO_REVISION',
    field: 'revision',
  },
  'a revision that is no number': {
    record: { ...good, headers: { ...good.headers, revision: '1.5' } },
    code: 'FACT_NO_REVISION',
    field: 'revision',
  },
  'no key': { record: { ...good, key: undefined }, code: 'FACT_NO_KEY', field: 'key' },
  'an event that is no CloudEvent': {
    record: { topic: 'hermod.domain-events', key: 'ada', value: '{"hello": 1}' },
    code: 'EVENT_NOT_CLOUDEVENTS',
    field: 'ce_specversion',
  },
  'an event about nobody': {
    record: {
      ...event('ada', 1),
      value: JSON.stringify({ specversion: '1.0', id: '1', source: '/s', type: 't' }),
    },
    code: 'FACT_INVALID',
    field: 'subject',
  },
  'an event about a phone number': {
    record: event('+46700000001', 1),
    code: 'FACT_INVALID',
    field: 'subject',
  },
  'an event that is too large': {
    record: event('ada', 2, 'plain', 'x'.repeat(300 * 1024)),
    code: 'EVENT_TOO_LARGE',
    field: 'value',
  },
  'as much as the broker takes': {
    record: { topic: 'hermod.domain-events', key: 'ada', value: Buffer.alloc(1_048_000, 0xff) },
    code: 'EVENT_TOO_LARGE',
    field: 'value',
  },
  'nothing of a fact, where readers choose by header': {
    record: { topic: 'hermod.message-decided', key: 'ada', value: 'rubbish' },
    code: 'FACT_NO_HEADER',
    field: 'ce_id',
  },
};

test('what cannot be read is buried once with the field that is wrong, and its partition goes on', async () => {
  const already = tap.records.length;
  const cases = Object.entries(UNREADABLE);
  for (const [, { record }] of cases) await produce(rig.stage, record);
  await produce(rig.stage, { ...good, topic: RECEIPTS.urgent, value: 'no JSON either' }, ...marks('mark-2'));
  const dead = (await deadLettersAfter('mark-2', already + cases.length + 1)).slice(already);
  const found = dead.map(
    ({ headers }) => `${headers['dead_topic']} ${headers['dead_code']} ${headers['dead_field']}`,
  );
  const wanted = cases.map(([, { record, code, field }]) => `${record.topic} ${code} ${field}`);
  expect(found.toSorted()).toEqual([...wanted, `${RECEIPTS.urgent} FACT_NOT_JSON value`].toSorted());
  const largest = dead.find(({ headers }) => headers['dead_bytes'] !== undefined);
  expect(largest?.headers['dead_bytes']).toBe('1048000');
  await eventually(async () => expect(await rig.outbox()).toBe(0));
});

test('a record that its reader does not want is skipped before it is parsed', async () => {
  const already = tap.records.length;
  const unwanted = wire('messageDecided', refused('ada', 1));
  const headers = { ...unwanted.headers, decision: 'permitted' };
  await produce(
    rig.stage,
    { ...unwanted, headers, value: 'broken' },
    { ...unwanted, headers, value: null },
    wire('messageDecided', refused('ada', 2)),
    ...marks('mark-3'),
  );
  await deadLettersAfter('mark-3', already);
  expect(tap.records).toHaveLength(already);
  const rows = (await rig.handled()).filter((row) => row.topic === 'hermod.message-decided');
  expect(rows.map((row) => row.recipient)).toEqual(['ada']);
});

test('nothing personal stands in the log of a dead letter', () => {
  const said = JSON.stringify(instance.log.heard);
  expect(said).toContain('dead letter');
  expect(said).not.toContain('+46700000001');
});
