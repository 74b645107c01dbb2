import { createHmac } from 'node:crypto';
import { type CallbackClaims, SIMULATOR_ACCOUNTS } from '@hermod/providers';
import { encodeHeaders, FLOW, kafkaTopic, type MessageAttempted } from '@hermod/contracts';
import type { RunningService } from '@hermod/service-host';
import {
  eventually,
  openStage,
  produce,
  type Stage,
  tapTopic,
  type TopicTap,
  untilHandled,
} from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  call,
  claimsOf,
  query,
  RECEIPT_TOPICS,
  recipientChanged,
  startReceipts,
} from './receipts-on-stage.ts';

let stage: Stage;
let receipts: RunningService;
let tap: TopicTap;
beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  receipts = await startReceipts(stage);
  tap = await tapTopic(stage, ...RECEIPT_TOPICS);
});
afterAll(async () => {
  await tap.stop();
  await receipts.close();
  await stage.close();
});

/** Google reports about the attempt's id, which was handed over as the message's. */
async function googleReports({ attemptId }: CallbackClaims, eventType = 'DELIVERED'): Promise<number> {
  const event = { senderPhoneNumber: '+46700000001', agentId: 'a@rbm.goog', messageId: attemptId, eventType };
  const data = Buffer.from(JSON.stringify(event));
  const signature = createHmac('sha512', SIMULATOR_ACCOUNTS.rbmClientToken).update(data).digest('base64');
  const answer = await call(receipts, '/webhooks/rbm', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-signature': signature },
    body: JSON.stringify({ message: { data: data.toString('base64'), messageId: '1' } }),
  });
  return answer.status;
}

/** Delivery tells what became of the message, and by which name its reports will come. */
async function deliveryTells(
  { recipient, messageId, attemptId, runId }: CallbackClaims,
  outcome: MessageAttempted['outcome'],
): Promise<void> {
  const fact: MessageAttempted = {
    messageId,
    request: 0,
    runId,
    recipient,
    channel: 'rcs',
    purpose: 'transactional',
    outcome,
    provider: 'rbm',
    matched: 'reference',
    references: [{ attemptId, provider: 'rbm', reference: attemptId }],
    attempts: 1,
    answersWithdrawal: false,
    at: new Date().toISOString(),
  };
  const entry = FLOW.messageAttempted;
  const about = {
    id: `attempted-${messageId}`,
    source: 'hermod/delivery',
    recipient,
    time: new Date(),
    revision: 1,
  };
  const record = {
    topic: kafkaTopic(entry, 'plain'),
    key: recipient,
    value: JSON.stringify(fact),
    headers: encodeHeaders(entry, fact, about),
  };
  await produce(stage, record);
  await untilHandled({ stage, store: 'receipts' }, record);
}

describe.each(['accepted', 'unknown'] as const)(
  'a report by reference about a message that is %s',
  (outcome) => {
    it.each([
      [
        'before',
        async (claims: CallbackClaims) => {
          expect(await googleReports(claims)).toBe(200);
          await deliveryTells(claims, outcome);
        },
      ],
      [
        'after',
        async (claims: CallbackClaims) => {
          await deliveryTells(claims, outcome);
          expect(await googleReports(claims)).toBe(200);
        },
      ],
      [
        'before and after',
        async (claims: CallbackClaims) => {
          await googleReports(claims);
          await deliveryTells(claims, outcome);
          await googleReports(claims);
        },
      ],
    ])('that comes %s fact 5 is recorded once, for its message', async (when, play) => {
      const claims = claimsOf(`r-${outcome}-${when.replaceAll(' ', '-')}`, { channel: 'rcs' });
      await play(claims);
      const facts = await tap.until(1, ({ text }) => text.includes(claims.messageId));
      expect(facts.map(({ value }) => value)).toMatchObject([
        {
          messageId: claims.messageId,
          attemptId: claims.attemptId,
          runId: claims.runId,
          recipient: claims.recipient,
          channel: 'rcs',
          kind: 'delivered',
          provider: 'rbm',
        },
      ]);
      const kept = await query(stage, 'SELECT 1 FROM receipt WHERE message_id = $1', [claims.messageId]);
      const parked = await query(stage, 'SELECT 1 FROM parked_report WHERE reference = $1', [
        claims.attemptId,
      ]);
      expect([kept.length, parked.length]).toEqual([1, 0]);
    });
  },
);

it('an erasure and fact 5, in either order, leave the same of a later report: its kind, and no words', async () => {
  const kept = await Promise.all(
    (['told first', 'erased first'] as const).map(async (order) => {
      const claims = claimsOf(`r-${order.replace(' ', '-')}`, { channel: 'rcs' });
      const { recipient, messageId } = claims;
      const erase = async (): Promise<void> => {
        await recipientChanged(stage, recipient, 1, [], true);
        await eventually(async () =>
          expect((await call(receipts, `/v1/erasures/${recipient}`)).status).toBe(200),
        );
      };
      if (order === 'erased first') await erase();
      await deliveryTells(claims, 'accepted');
      if (order === 'told first') await erase();
      expect(await googleReports(claims, 'TTL_EXPIRATION_REVOKED')).toBe(200);
      await tap.until(1, ({ text }) => text.includes(messageId));
      return query(stage, 'SELECT kind, reason FROM receipt WHERE message_id = $1', [messageId]);
    }),
  );
  expect(kept[0]).toEqual([{ kind: 'undelivered', reason: null }]);
  expect(kept[1]).toEqual(kept[0]);
});
