import { type CallbackClaims, signInboundMail, signMailToken, SIMULATOR_ACCOUNTS } from '@hermod/providers';
import {
  encodeHeaders,
  FLOW,
  type InboundReceived,
  kafkaTopic,
  type MessageAttempted,
} from '@hermod/contracts';
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
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  call,
  claimsOf,
  INBOUND_TOPICS,
  query,
  RECEIPT_TOPICS,
  recipientChanged,
  startReceipts,
} from './receipts-on-stage.ts';

const SECRET = SIMULATOR_ACCOUNTS.smtpInboundSecret;

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

/** A person with a mailbox, as receipts knows them, and a mail that they got. */
async function mailTo(recipient: string): Promise<{ claims: CallbackClaims; address: string }> {
  const address = `${recipient}@sim.test`;
  await recipientChanged(stage, recipient, 1, [address]);
  await eventually(async () =>
    expect(await query(stage, 'SELECT 1 FROM contact_point WHERE recipient = $1', [recipient])).toHaveLength(
      1,
    ),
  );
  return { claims: claimsOf(recipient, { channel: 'email' }), address };
}

/** Delivery tells that the mail was taken, and how what comes back will name it. */
async function deliveryTells({ recipient, messageId, attemptId, runId }: CallbackClaims): Promise<void> {
  const fact: MessageAttempted = {
    messageId,
    request: 0,
    runId,
    recipient,
    channel: 'email',
    purpose: 'transactional',
    outcome: 'accepted',
    provider: 'smtp',
    matched: 'reference',
    references: [{ attemptId, provider: 'smtp', reference: attemptId }],
    attempts: 1,
    answersWithdrawal: false,
    at: new Date().toISOString(),
  };
  const entry = FLOW.messageAttempted;
  const about = { id: messageId, source: 'hermod/delivery', recipient, time: new Date(), revision: 1 };
  const headers = encodeHeaders(entry, fact, about);
  const record = { topic: kafkaTopic(entry, 'plain'), key: recipient, value: JSON.stringify(fact), headers };
  await produce(stage, record);
  await untilHandled({ stage, store: 'receipts' }, record);
}

/** What a mail server passes on. */
async function comesBack(
  { attemptId }: CallbackClaims,
  kind: 'bounce' | 'reply',
  lines: string[],
): Promise<number> {
  const envelopeTo = `${signMailToken(attemptId, kind, SECRET)}@returns.hermod.test`;
  const body = lines.join('\r\n');
  const answer = await call(receipts, '/webhooks/smtp', {
    method: 'POST',
    headers: {
      'content-type': 'message/rfc822',
      'x-envelope-to': envelopeTo,
      'x-envelope-signature': signInboundMail(envelopeTo, body, SECRET),
    },
    body,
  });
  return answer.status;
}

const bounceOf = (address: string): string[] => [
  'From: MAILER-DAEMON@mx.test',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  '',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.test',
  '',
  `Final-Recipient: rfc822; ${address}`,
  'Action: failed',
  'Status: 5.1.1',
  'Diagnostic-Code: smtp; 550 5.1.1 user unknown',
  '--b--',
];

/** What was told on the plain lane. */
const toldOf = (recipient: string): object[] =>
  tap.records
    .filter(
      ({ topic, value }) => !topic.endsWith('.urgent') && (value as InboundReceived).recipient === recipient,
    )
    .map(({ value }) => value as object);

test.each(['before', 'after'])(
  'a bounce that comes %s fact 5 is told of the message and of its address',
  async (when) => {
    const { claims, address } = await mailTo(`bounce-${when}`);
    if (when === 'after') await deliveryTells(claims);
    expect(await comesBack(claims, 'bounce', bounceOf(address))).toBe(200);
    if (when === 'before') await deliveryTells(claims);
    const reason = '550 5.1.1 no such mailbox';
    await eventually(() => {
      const told = toldOf(claims.recipient);
      expect(told).toHaveLength(2);
      expect(told).toContainEqual(
        expect.objectContaining({ kind: 'undelivered', messageId: claims.messageId, reason }),
      );
      expect(told).toContainEqual(expect.objectContaining({ kind: 'bounce', hard: true, address, reason }));
    });
  },
);

test("a bounce that names somebody else's mailbox says nothing about that: its writer got another mail", async () => {
  const victim = await mailTo('victim');
  const { claims } = await mailTo('forger');
  await deliveryTells(claims);
  expect(await comesBack(claims, 'bounce', bounceOf(victim.address))).toBe(200);
  await eventually(() => expect(toldOf('forger')).toMatchObject([{ kind: 'undelivered' }]));
  expect(toldOf('victim')).toEqual([]);
});

test('an answer names the message that it answers', async () => {
  const { claims, address } = await mailTo('answerer');
  await deliveryTells(claims);
  const lines = [
    `From: ${address}`,
    'Subject: Re: Coming?',
    '',
    'Yes',
    '',
    'On Monday, Shop wrote:',
    '> Coming?',
  ];
  expect(await comesBack(claims, 'reply', lines)).toBe(200);
  const [fact] = await tap.until(1, ({ value }) => (value as InboundReceived).recipient === 'answerer');
  expect(fact?.value).toMatchObject({
    kind: 'text',
    channel: 'email',
    address,
    text: 'Yes',
    answer: { messageId: claims.messageId },
  });
});
