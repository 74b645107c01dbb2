import type { RunningService } from '@hermod/service-host';
import { eventually, openStage, type Stage, tapTopic, type TopicTap } from '@hermod/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  call,
  claimsOf,
  INBOUND_TOPICS,
  inboundText,
  query,
  RECEIPT_TOPICS,
  recipientChanged,
  send,
  startReceipts,
  statusCallback,
} from './receipts-on-stage.ts';

const NUMBER = '+46700000077';
const WORDS = { ErrorCode: '30003', ErrorMessage: `${NUMBER} cannot be reached` };

let stage: Stage;
let receipts: RunningService;
let tap: TopicTap;
beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  receipts = await startReceipts(stage);
  tap = await tapTopic(stage, ...RECEIPT_TOPICS, ...INBOUND_TOPICS);
});
afterAll(async () => {
  await tap.stop();
  await receipts.close();
  await stage.close();
});

const holders = (): Promise<object[]> => query(stage, 'SELECT recipient FROM contact_point');
const until = (count: number): Promise<void> =>
  eventually(async () => expect(await holders()).toHaveLength(count));
const erasure = (): Promise<Response> => call(receipts, '/v1/erasures/ada');

/** What is kept, but for the HMAC of the number. */
async function reasonsAndIds(): Promise<unknown[]> {
  const rows = await query<{ value: string }>(
    stage,
    `SELECT reason AS value FROM receipt UNION ALL SELECT provider_message_id FROM inbound`,
  );
  return rows.map(({ value }) => value).filter((value) => value !== null);
}

it('of whoever was erased no words and no way to them is left, nor do they come back', async () => {
  await recipientChanged(stage, 'ada', 1, [NUMBER]);
  await until(1);
  expect((await erasure()).status).toBe(404);
  const claims = claimsOf('ada');
  expect((await send(receipts, statusCallback(claims, 'undelivered', WORDS))).ok).toBe(true);
  expect((await send(receipts, inboundText(NUMBER, 'who are you?'))).ok).toBe(true);
  expect(await reasonsAndIds()).toHaveLength(2);

  await recipientChanged(stage, 'ada', 2, [], true);
  await until(0);
  const erased = await erasure();
  expect(erased.status).toBe(200);
  expect(Object.keys((await erased.json()) as object)).toEqual(['erasedAt', 'doneAt']);
  const left = ((await reasonsAndIds()) as string[]).join();
  expect(left).not.toContain(NUMBER);
  expect(left).not.toMatch(/SM[0-9a-f]{32}/);

  const late = claimsOf('ada');
  expect((await send(receipts, statusCallback(late, 'undelivered', WORDS))).ok).toBe(true);
  expect(((await reasonsAndIds()) as string[]).join()).not.toContain(NUMBER);
  const [told] = await tap.until(1, ({ text }) => text.includes(late.messageId));
  expect(told!.text).not.toContain(NUMBER);
});

it('whoever is stored anew is a holder again, also when both are read together', async () => {
  await recipientChanged(stage, 'bo', 1, [NUMBER]);
  await until(1);
  await Promise.all([
    recipientChanged(stage, 'bo', 2, [], true),
    recipientChanged(stage, 'bo', 3, ['+46700000078']),
  ]);
  await eventually(async () => {
    expect((await call(receipts, '/v1/erasures/bo')).status).toBe(200);
    expect(await holders()).toEqual([{ recipient: 'bo' }]);
  });
});
