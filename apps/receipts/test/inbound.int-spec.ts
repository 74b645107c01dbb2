import { createHmac } from 'node:crypto';
import type { RunningService } from '@hermod/service-host';
import {
  eventually,
  openStage,
  type Stage,
  type TappedRecord,
  tapTopic,
  type TopicTap,
} from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  INBOUND_TOPICS,
  inboundText,
  query,
  recipientChanged,
  SECRET,
  send,
  startReceipts,
} from './receipts-on-stage.ts';

let stage: Stage;
let receipts: RunningService;
let other: RunningService;
let tap: TopicTap;

beforeAll(async () => {
  stage = await openStage();
  [receipts, other] = await Promise.all([startReceipts(stage), startReceipts(stage)]);
  tap = await tapTopic(stage, ...INBOUND_TOPICS);
});
afterAll(async () => {
  await Promise.all([tap.stop(), receipts.close(), other.close()]);
  await stage.close();
});

const hashOf = (address: string): string => createHmac('sha256', SECRET).update(address).digest('hex');
const keysOf = (records: readonly TappedRecord[]): string[] =>
  records.map(({ topic, key }) => `${topic.endsWith('.urgent') ? 'urgent' : 'plain'} ${key}`).toSorted();
const inBothLanes = (...keys: string[]): string[] =>
  keys.flatMap((key) => [`plain ${key}`, `urgent ${key}`]).toSorted();
const of = (number: string) => (record: TappedRecord) => record.text.includes(`"${number}"`);

/** A text of a number that nobody holds; when its facts are here, so is everything that was answered before it. */
let markers = 0;
async function settle(): Promise<void> {
  const number = `+4679999${String((markers += 1)).padStart(4, '0')}`;
  await send(receipts, inboundText(number, 'STOP'));
  await tap.until(2, of(number));
}

async function holders(number: string, ...recipients: string[]): Promise<void> {
  await eventually(async () => {
    const rows = await query<{ recipient: string }>(
      stage,
      'SELECT recipient FROM contact_point WHERE address_hash = $1 ORDER BY recipient',
      [hashOf(number)],
    );
    expect(rows.map(({ recipient }) => recipient)).toEqual(recipients);
  });
}

describe('a text that comes in', () => {
  it('as STOP reaches every holder of the number and the number itself, in both lanes', async () => {
    const number = '+46700000011';
    await recipientChanged(stage, 'ada', 1_000, [number]);
    await recipientChanged(stage, 'bo', 1_000, [number, '+46700000012']);
    await holders(number, 'ada', 'bo');
    const request = inboundText(number, ' Stop! ');
    expect((await send(receipts, request)).status).toBe(200);
    const records = await tap.until(6, of(number));
    expect(keysOf(records)).toEqual(inBothLanes('ada', 'bo', hashOf(number)));
    for (const { key, value, headers } of records) {
      expect(headers).toMatchObject({ kind: 'text', meaning: 'opt-out' });
      expect(value).toMatchObject({
        kind: 'text',
        channel: 'sms',
        address: number,
        addressHash: hashOf(number),
        meaning: 'opt-out',
        text: ' Stop! ',
        provider: 'twilio',
        providerMessageId: request.form['MessageSid'],
      });
      expect((value as { lead?: boolean }).lead).toBe(key === 'ada' ? true : undefined);
      expect((value as { recipient?: string }).recipient).toBe(key === hashOf(number) ? undefined : key);
    }
    // The two lanes carry one fact: whoever has seen it in one drops it in the other.
    expect(new Set(records.map(({ headers }) => headers['ce_id'])).size).toBe(3);
  });

  it('counts once, however often and at whichever instance it arrives', async () => {
    const number = '+46700000021';
    const request = inboundText(number, 'STOP');
    const answers = await Promise.all([1, 2, 3, 4].map((n) => send(n % 2 === 0 ? receipts : other, request)));
    answers.push(await send(other, request));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await settle();
    expect(tap.records.filter(of(number))).toHaveLength(2);
  });

  it('of an unknown number is published for the number, whatever it means', async () => {
    await send(receipts, inboundText('+46700000031', 'stop'));
    await send(receipts, inboundText('+46700000032', 'Which bus stop?'));
    await settle();
    for (const number of ['+46700000031', '+46700000032']) {
      const records = tap.records.filter(of(number));
      expect(keysOf(records)).toEqual(inBothLanes(hashOf(number)));
      expect(records[0]?.value).toMatchObject({ lead: true });
    }
    const rows = await query(stage, 'SELECT meaning FROM inbound WHERE address_hash = $1', [
      hashOf('+46700000032'),
    ]);
    expect(rows).toEqual([{ meaning: 'answer' }]);
  });

  it.each([
    ['a START', '+46700000041', 'Start', {}, 'opt-in', true],
    ['a HELP', '+46700000042', 'HELP', {}, 'help', false],
    ['an answer', '+46700000043', 'Tomorrow at ten', {}, 'answer', false],
    ['a YES', '+46700000046', 'Yes please', {}, 'confirmation', false],
    ['a wish for an end', '+46700000047', 'please stop texting me', {}, 'objection', false],
    [
      'what the provider takes for a STOP',
      '+46700000044',
      'no more of this',
      { OptOutType: 'STOP' },
      'opt-out',
      true,
    ],
    ['a picture', '+46700000045', 'look', { NumMedia: '1' }, 'answer', false],
  ])('as %s is told to the holder in both lanes', async (_, number, text, more, meaning, isForTheNumber) => {
    const recipient = `holder-of-${number.slice(-2)}`;
    await recipientChanged(stage, recipient, 1_000, [number]);
    await holders(number, recipient);
    await send(other, inboundText(number, text, more));
    await settle();
    const records = tap.records.filter(of(number));
    const keys = isForTheNumber ? [recipient, hashOf(number)] : [recipient];
    expect(keysOf(records)).toEqual(inBothLanes(...keys));
    expect(records[0]?.value).toMatchObject({ meaning, text });
    const answered = (records[0]!.value as { answeredByProvider?: boolean }).answeredByProvider;
    expect(answered).toBe('OptOutType' in more ? true : undefined);
  });

  it('is never too long, nor too strange', async () => {
    for (const text of ['x'.repeat(20_000), 'a\0b', '🛑'.repeat(3_000)]) {
      expect((await send(receipts, inboundText('+46700000051', text))).status).toBe(200);
    }
  });
});

describe('the holders of a number', () => {
  it('are those of the highest revision, in whichever order the facts come', async () => {
    await recipientChanged(stage, 'cleo', 3_000, ['+46700000062']);
    await recipientChanged(stage, 'cleo', 2_000, ['+46700000061']);
    await recipientChanged(stage, 'cleo', 3_000, ['+46700000063']);
    await recipientChanged(stage, 'cleo-marker', 1_000, ['+46700000062']);
    await holders('+46700000062', 'cleo', 'cleo-marker');
    await holders('+46700000061');
    await holders('+46700000063');
    await recipientChanged(stage, 'cleo', 4_000, ['+46700000061', '+46700000061']);
    await holders('+46700000061', 'cleo');
    await holders('+46700000062', 'cleo-marker');
  });

  it('forget whoever is erased, also when an older fact comes later', async () => {
    const number = '+46700000071';
    await recipientChanged(stage, 'dan', 1_000, [number]);
    await holders(number, 'dan');
    await recipientChanged(stage, 'dan', 3_000, [], true);
    await holders(number);
    await recipientChanged(stage, 'dan', 2_000, [number]);
    // The same key has the same partition, so this comes after it.
    await recipientChanged(stage, 'dan', 4_000, ['+46700000072']);
    await holders('+46700000072', 'dan');
    await holders(number);
  });

  it('stand nowhere with their number', async () => {
    const rows = await query<{ row: string }>(stage, 'SELECT t::text AS row FROM contact_point t');
    const texts = await query<{ row: string }>(stage, 'SELECT t::text AS row FROM inbound t');
    expect([...rows, ...texts].filter(({ row }) => row.includes('4670000'))).toEqual([]);
  });
});
