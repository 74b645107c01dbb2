import { MAX_FACT_BYTES } from '@hermod/contracts';
import {
  eventually,
  produce,
  type RecordToProduce,
  tapTopic,
  type TappedRecord,
  type TopicTap,
} from '@hermod/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SourceRecord } from '../src/ports.ts';
import { DeadLetters, type DeadLetterSummary, dropOldDeadLetters } from '../src/unit/dead-letters.ts';
import { FactRunner } from '../src/unit/fact-runner.ts';
import { type Instance, note, openRig, type Rig } from './rig.ts';
import { receipt, wire } from './samples.ts';

const TOPIC = 'hermod.receipt-recorded';
const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00';

let rig: Rig;
let records: TopicTap;
let copies: TopicTap;
let instance: Instance;
let letters: DeadLetters;
/** What the handler can't do just now. */
const broken = new Set<string>();

beforeAll(async () => {
  rig = await openRig({ partitions: 2 });
  records = await tapTopic(rig.stage, TOPIC);
  copies = await tapTopic(rig.stage, `${TOPIC}.dead`);
  instance = await rig.open({
    handler: async (facts, unit) => {
      await note(facts, unit, 'one');
      if (facts.some(({ recipient }) => broken.has(recipient))) throw new TypeError('not now\0');
    },
  });
  letters = new DeadLetters('routing', instance.store, instance.messaging.units);
});
beforeEach(() => broken.clear());
afterAll(async () => {
  await records.stop();
  await copies.stop();
  await rig.close();
});

/** Waits until that many records of a topic that match were buried here; newest first. */
function buried(
  count: number,
  matches: (letter: DeadLetterSummary) => boolean,
): Promise<DeadLetterSummary[]> {
  return eventually(
    async () => {
      const found = (await letters.list({ limit: 200 })).filter(matches);
      expect(found).toHaveLength(count);
      return found;
    },
    { timeoutMs: 20_000 },
  );
}

/** Produces something good on each partition and waits until it is handled, and all that lay before it. */
async function passBy(name: string): Promise<void> {
  const marks = [0, 1].map((partition) => ({
    ...wire('receiptRecorded', receipt(name, 1), { id: `${name} ${partition}` }),
    partition,
  }));
  await produce(rig.stage, ...marks);
  await records.until(2, ({ key }) => key === name, { timeoutMs: 20_000 });
  await eventually(async () => expect(await handlingsOf(name)).toBe(2), { timeoutMs: 20_000 });
}

const handlingsOf = async (recipient: string): Promise<number> =>
  (await rig.handled()).filter((row) => row.recipient === recipient).length;

const on = (recipient: string): TappedRecord[] => records.records.filter(({ key }) => key === recipient);

/** Brings a record to a reader that can't handle it yet. */
async function buryNew(recipient: string): Promise<{ letter: DeadLetterSummary; sent: RecordToProduce }> {
  broken.add(recipient);
  const sent = wire('receiptRecorded', receipt(recipient, 1), { traceparent: TRACE, id: `${recipient} 1` });
  await produce(rig.stage, sent);
  const [letter] = await buried(1, ({ key }) => key === recipient);
  return { letter: letter!, sent };
}

test('a burial that is repeated, even at the same moment, leaves one row and one copy', async () => {
  const record: SourceRecord = {
    topic: TOPIC,
    partition: 1,
    offset: '4711',
    key: 'repeated\0',
    value: Buffer.from('no JSON'),
    headers: { ce_id: Buffer.from('1'), ce_source: 's', revision: '1', odd: '\0' },
  };
  const runner = (): FactRunner =>
    new FactRunner({
      service: 'routing',
      lane: 'plain',
      units: instance.messaging.units,
      handlers: new Map(),
      log: instance.log,
      isStopping: () => false,
    });
  await Promise.all([runner().handle([record]), runner().handle([record])]);
  await runner().handle([record]);
  const [letter] = await buried(1, ({ offset }) => offset === '4711');
  expect(letter).toMatchObject({ service: 'routing', topic: TOPIC, partition: 1, code: 'FACT_NOT_JSON' });
  expect(await letters.find(letter!.id)).toMatchObject({
    key: 'repeated\0',
    value: Buffer.from('no JSON'),
    headers: { ce_id: '1', odd: '\0' },
  });
  await eventually(async () => expect(await rig.outbox()).toBe(0));
  const found = await copies.until(1, ({ headers }) => headers['dead_offset'] === '4711');
  expect(found.map(({ headers }) => headers['dead_id'])).toEqual([letter!.id]);
});

test('a replay is the same record in the same place, and is handled once, however often it is asked for', async () => {
  const { letter, sent } = await buryNew('mended');
  expect(letter).toMatchObject({ code: 'TypeError', message: 'not now\uFFFD', replayedAt: undefined });
  expect(letter.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  broken.clear();
  const answers = await Promise.all([1, 2, 3].map(() => letters.replay(letter.id)));
  answers.push(await letters.replay(letter.id));
  expect(new Set(answers.map((answer) => answer?.replayedAt?.getTime())).size).toBe(1);
  expect(answers[0]?.replayedAt).toBeInstanceOf(Date);
  await eventually(async () => expect(await handlingsOf('mended')).toBe(1), { timeoutMs: 20_000 });
  await passBy('mark-1');
  const [original, replay, ...more] = on('mended');
  expect(more).toEqual([]);
  expect(replay).toMatchObject({ partition: original!.partition, text: sent.value });
  expect(replay!.headers).toEqual({ ...original!.headers, replay_for: 'routing' });
  expect(await handlingsOf('mended')).toBe(1);
});

test('a fact that was handled in the meantime is not handled again by its replay', async () => {
  const { letter, sent } = await buryNew('meanwhile');
  broken.clear();
  await produce(rig.stage, sent);
  await eventually(async () => expect(await handlingsOf('meanwhile')).toBe(1), { timeoutMs: 20_000 });
  await letters.replay(letter.id);
  await passBy('mark-2');
  expect(on('meanwhile')).toHaveLength(3);
  expect(await handlingsOf('meanwhile')).toBe(1);
});

test('what is replayed for another service is left alone here, even when it can not be read', async () => {
  const good = wire('receiptRecorded', receipt('elsewhere', 1), { id: 'elsewhere 1' });
  const headers = { ...good.headers, replay_for: 'delivery' };
  await produce(rig.stage, { ...good, headers }, { ...good, headers, value: 'rubbish' });
  await passBy('mark-3');
  expect(await handlingsOf('elsewhere')).toBe(0);
  await buried(0, ({ key }) => key === 'elsewhere');
});

test('what is still wrong comes back as another dead letter, and the first stays replayed', async () => {
  const { letter } = await buryNew('stubborn');
  await letters.replay(letter.id);
  const [second, first] = await buried(2, ({ key }) => key === 'stubborn');
  expect(first).toMatchObject({ id: letter.id, replayedAt: expect.any(Date) as unknown });
  expect(second).toMatchObject({ partition: letter.partition, replayedAt: undefined });
  broken.clear();
  await letters.replay(second!.id);
  await eventually(async () => expect(await handlingsOf('stubborn')).toBe(1), { timeoutMs: 20_000 });
});

test('what was too large to be kept is not replayed, and stays unmarked', async () => {
  const value = Buffer.alloc(MAX_FACT_BYTES + 1, 'x');
  await produce(rig.stage, { ...wire('receiptRecorded', receipt('large', 1)), value });
  const [letter] = await buried(1, ({ key }) => key === 'large');
  expect(letter).toMatchObject({ code: 'FACT_TOO_LARGE', bytes: value.length, isWhole: false });
  await expect(letters.replay(letter!.id)).rejects.toMatchObject({
    code: 'DEAD_LETTER_CUT',
    fix: expect.stringContaining('publish it anew') as unknown,
  });
  expect((await letters.find(letter!.id))?.replayedAt).toBeUndefined();
  await passBy('mark-4');
  expect(on('large')).toHaveLength(1);
});

test('the list goes newest first in pages, by topic where that is asked', async () => {
  const all = await letters.list({ limit: 200 });
  expect(all.map(({ deadAt }) => deadAt)).toEqual(
    all.map(({ deadAt }) => deadAt).toSorted((a, b) => +b - +a),
  );
  const paged: DeadLetterSummary[] = [];
  for (let before: DeadLetterSummary | undefined; ; before = paged.at(-1)) {
    const page = await letters.list({ limit: 2, before });
    if (page.length === 0) break;
    paged.push(...page);
  }
  expect(paged).toEqual(all);
  expect(await letters.list({ limit: 9, topic: TOPIC })).toEqual(all.slice(0, 9));
  expect(await letters.list({ limit: 9, topic: 'hermod.domain-events' })).toEqual([]);
  expect(await letters.find('00000000-0000-4000-8000-000000000000')).toBeUndefined();
  expect(await letters.replay('00000000-0000-4000-8000-000000000000')).toBeUndefined();
});

test('what is older than its copy on Kafka goes', async () => {
  const [youngest, ...others] = await letters.list({ limit: 200 });
  await rig.store.query(`UPDATE dead_letter SET dead_at = dead_at - interval '30 days' WHERE id <> $1`, [
    youngest!.id,
  ]);
  expect(others.length).toBeGreaterThan(0);
  await dropOldDeadLetters(rig.store);
  expect(await letters.list({ limit: 200 })).toEqual([youngest]);
});
