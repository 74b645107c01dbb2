import type { RunningService } from '@hermod/service-host';
import { openStage, type Stage, tapTopic, topicPairs, type TopicTap } from '@hermod/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  call,
  claimsOf,
  RECEIPT_TOPICS,
  send,
  signal,
  startReceipts,
  statusCallback,
  tokenOf,
} from './receipts-on-stage.ts';

let stage: Stage;
let instances: readonly RunningService[];
let tap: TopicTap;
beforeAll(async () => {
  stage = await openStage();
  instances = await Promise.all([startReceipts(stage), startReceipts(stage)]);
  tap = await tapTopic(stage, ...RECEIPT_TOPICS);
});
afterAll(async () => {
  await tap.stop();
  await Promise.all(instances.map((instance) => instance.close()));
  await stage.close();
});

it('names of messages and erasures come in either order, which is played with reports by reference', () => {
  expect(topicPairs('receipts')).toEqual([
    'messageAttempted + recipientChanged',
    // A message has one lane, and its names are kept once.
    'messageAttempted + messageAttempted.urgent',
  ]);
});

type Reporter = (claims: ReturnType<typeof claimsOf>, at: RunningService) => Promise<Response>;
const byProvider =
  (status: string): Reporter =>
  (claims, at) =>
    send(at, statusCallback(claims, status));
const byDevice =
  (kind: string): Reporter =>
  (claims, at) =>
    signal(at, { message: claims.messageId, signal: kind, token: tokenOf(claims) });

/** Who reports what of a message; each kind has one reporter, as on every channel. */
const REPORTERS: Readonly<Record<string, Reporter>> = {
  delivered: byProvider('delivered'),
  undelivered: byProvider('undelivered'),
  read: byProvider('read'),
  opened: byDevice('opened'),
  clicked: byDevice('clicked'),
  dismissed: byDevice('dismissed'),
};

/** What is stored and what was published of a message, without times. */
async function recordedOf(messageId: string, kinds: number): Promise<object> {
  const answer = await call(instances[0]!, `/v1/messages/${messageId}/receipts`, { scopes: ['read'] });
  const { receipts } = (await answer.json()) as {
    receipts: { kind: string; at: string; recordedAt: string }[];
  };
  const records = await tap.until(kinds, ({ text }) => text.includes(messageId));
  return {
    stored: receipts
      .map(({ at: _at, recordedAt: _recordedAt, ...receipt }) => receipt)
      .toSorted((a, b) => a.kind.localeCompare(b.kind)),
    published: records.map(({ headers }) => headers['kind']).toSorted(),
  };
}

it('up to six reports with copies, in any order, at once and at two instances, end in the same receipts', async () => {
  const anyReport = fc.constantFrom(...Object.keys(REPORTERS));
  const anyOrder = fc
    .array(anyReport, { minLength: 1, maxLength: 6 })
    .chain((kinds) =>
      fc.tuple(
        fc.constant(kinds),
        fc.shuffledSubarray([...kinds, ...kinds], { minLength: kinds.length * 2 }),
        fc.boolean(),
      ),
    );
  await fc.assert(
    fc.asyncProperty(anyOrder, async ([kinds, copies, atOnce]) => {
      const [inOrder, shuffled] = [claimsOf('ada'), claimsOf('ada')];
      for (const kind of kinds) await REPORTERS[kind]!(inOrder, instances[0]!);
      const reports = copies.map(
        (kind, n) => () => REPORTERS[kind]!(shuffled, instances[n % instances.length]!),
      );
      const answers: Response[] = [];
      if (atOnce) answers.push(...(await Promise.all(reports.map((report) => report()))));
      else for (const report of reports) answers.push(await report());
      expect(answers.every(({ ok }) => ok)).toBe(true);
      const different = new Set(kinds).size;
      const [one, other] = [
        await recordedOf(inOrder.messageId, different),
        await recordedOf(shuffled.messageId, different),
      ];
      expect(other).toEqual(one);
      expect(one).toMatchObject({ published: [...new Set(kinds)].toSorted() });
    }),
    { numRuns: 25 },
  );
});
