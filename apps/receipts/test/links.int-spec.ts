import { randomBytes, randomUUID } from 'node:crypto';
import { deriveId, type InboundReceived, type ReceiptRecorded } from '@hermod/contracts';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { type AnswerClaims, signAnswer } from '@hermod/providers';
import type { RunningService } from '@hermod/service-host';
import { openStage, type Stage, tapTopic, type TopicTap } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  INBOUND_TOPICS,
  openDelivery,
  PRINCIPAL_SECRET,
  query,
  RECEIPT_TOPICS,
  SECRET,
  startReceipts,
} from './receipts-on-stage.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const TARGET = 'https://shop.example/orders/7?a=1&b=ä&c=жи';
const HOUR_MS = 3_600_000;

let stage: Stage;
let receipts: RunningService;
let tap: TopicTap;
let inbound: TopicTap;
let delivery: Awaited<ReturnType<typeof openDelivery>>;
/** What delivery answers, by code or message id. */
const known = new Map<string, { status: number; body: unknown }>();

beforeAll(async () => {
  [stage, delivery] = await Promise.all([openStage(), openDelivery(known)]);
  receipts = await startReceipts(stage, delivery.url);
  [tap, inbound] = await Promise.all([
    tapTopic(stage, ...RECEIPT_TOPICS),
    tapTopic(stage, ...INBOUND_TOPICS),
  ]);
});
afterAll(async () => {
  await Promise.all([tap.stop(), inbound.stop(), receipts.close()]);
  delivery.close();
  await stage.close();
});

/** A request as the gateway passes it on. */
function follow(path: string, init: RequestInit = {}, url = receipts.url): Promise<Response> {
  return fetch(url + path, {
    redirect: 'manual',
    signal: AbortSignal.timeout(20_000),
    ...init,
    headers: {
      [PRINCIPAL_HEADER]: freshPrincipal([], 'none', PRINCIPAL_SECRET),
      'user-agent': BROWSER,
      'x-hermod-client-address': '192.0.2.7',
      ...(init.headers as Record<string, string>),
    },
  });
}

interface Link {
  readonly code: string;
  readonly messageId: string;
}

/** A link that delivery knows. */
function linkOf(changes: Record<string, unknown> = {}): Link {
  const code = randomBytes(12).toString('base64url');
  const messageId = randomUUID();
  const body = {
    messageId,
    recipient: 'ada',
    runId: deriveId('test run', messageId),
    channel: 'email',
    lane: 'plain',
    target: TARGET,
    siblings: 1,
    handedOverAt: new Date(Date.now() - HOUR_MS).toISOString(),
    expiresAt: new Date(Date.now() + HOUR_MS).toISOString(),
    ...changes,
  };
  known.set(code, { status: 200, body });
  return { code, messageId };
}

const of = (messageId: string) => (record: { text: string }) => record.text.includes(messageId);
async function factsOf(messageId: string, count = 1): Promise<ReceiptRecorded[]> {
  const records = await tap.until(count, of(messageId));
  return records.map(({ value }) => value as ReceiptRecorded);
}
/** The facts that are there now. */
const toldOf = (messageId: string): ReceiptRecorded[] =>
  tap.records.filter(of(messageId)).map(({ value }) => value as ReceiptRecorded);

describe('a short link', () => {
  it('leads to its target, and is a fact in the lane of its message', async () => {
    const { code, messageId } = linkOf({ lane: 'urgent', channel: 'sms' });
    const answer = await follow(`/l/${code}`);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('https://shop.example/orders/7?a=1&b=%C3%A4&c=%D0%B6%D0%B8');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    const [record] = await tap.until(1, of(messageId));
    expect(record).toMatchObject({
      topic: 'hermod.receipt-recorded.urgent',
      key: 'ada',
      headers: { kind: 'clicked' },
      value: { messageId, recipient: 'ada', channel: 'sms', kind: 'clicked' },
    });
    expect(record!.value).not.toHaveProperty('weak');
    expect((await follow(`/l/${code}`)).status).toBe(302);
    expect(toldOf(messageId)).toHaveLength(1);
  });

  it('does not count for who asks for its headers only', async () => {
    const { code, messageId } = linkOf();
    expect((await follow(`/l/${code}`, { method: 'HEAD' })).status).toBe(302);
    await follow(`/l/${code}`);
    await factsOf(messageId);
    expect(toldOf(messageId)).toHaveLength(1);
  });

  it('followed by a machine first and a person later tells both', async () => {
    const { code, messageId } = linkOf();
    await follow(`/l/${code}`, { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } });
    await follow(`/l/${code}`);
    const facts = await factsOf(messageId, 2);
    expect(facts.map(({ kind, weak }) => [kind, weak])).toEqual([
      ['clicked', 'scanner'],
      ['clicked', undefined],
    ]);
    const shown = await fetch(`${receipts.url}/v1/messages/${messageId}/receipts`, {
      headers: { [PRINCIPAL_HEADER]: freshPrincipal(['*'], 'test', PRINCIPAL_SECRET) },
    });
    const { receipts: list } = (await shown.json()) as { receipts: { weak?: string }[] };
    expect(list.map(({ weak }) => weak)).toEqual(['scanner', undefined]);
  });

  it.each([
    ['nobody made', `/l/${'x'.repeat(16)}`, 404, 'This link doesn’t work'],
    ['is no code', '/l/..%2F..%2Fv1', 404, 'This link doesn’t work'],
  ])('that %s is answered with a page that tells nothing', async (_, path, status, title) => {
    const answer = await follow(path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain(title);
  });

  it('that has expired says so, in the language of who follows it, and counts no more', async () => {
    const { code, messageId } = linkOf({ expiresAt: new Date(Date.now() - 1).toISOString() });
    const answer = await follow(`/l/${code}`, { headers: { 'accept-language': 'sv-SE,en;q=0.5' } });
    expect([answer.status, answer.headers.get('content-language')]).toEqual([410, 'sv']);
    expect(toldOf(messageId)).toEqual([]);
  });

  it('asks for patience while delivery can not say where it leads', async () => {
    const code = randomBytes(12).toString('base64url');
    known.set(code, { status: 500, body: {} });
    const answer = await follow(`/l/${code}?lang=fr`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await answer.text()).toContain('Veuillez réessayer');
  });

  it('leads on when the click can not be recorded', async () => {
    const { code, messageId } = linkOf();
    await query(stage, 'ALTER TABLE receipt RENAME TO receipt_away');
    try {
      expect((await follow(`/l/${code}`)).status).toBe(302);
    } finally {
      await query(stage, 'ALTER TABLE receipt_away RENAME TO receipt');
    }
    expect(toldOf(messageId)).toEqual([]);
  });
});

describe('a message with several links', () => {
  it('counts a click when it is clear that it is the only one', async () => {
    const { code, messageId } = linkOf({ siblings: 3 });
    expect((await follow(`/l/${code}`)).status).toBe(302);
    const [fact] = await factsOf(messageId);
    expect(fact).toMatchObject({ kind: 'clicked', recipient: 'ada' });
    expect(fact).not.toHaveProperty('weak');
  });

  it.each([
    ['from one address within a second are a machine’s', 'v1', 900, ['scanner']],
    ['from one address with a second between are a person’s', 'v1', 1_100, [undefined]],
    ['from several addresses are people’s', 'v2', 100, [undefined]],
  ])('clicks %s', async (_, visitor, apartMs, weak) => {
    const messageId = randomUUID();
    const begin = Date.now() - 500;
    // In one statement, as the second has to be there when the first is looked at.
    await query(
      stage,
      `INSERT INTO held_click (id, message_id, recipient_id, run_id, channel, lane, code, visitor, at)
       SELECT gen_random_uuid(), $1::uuid, 'ada', NULL, 'email', 'plain', given.code, given.visitor, given.at
       FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS given(code, visitor, at)`,
      [messageId, ['c1', 'c2'], ['v1', visitor], [new Date(begin), new Date(begin + apartMs)]],
    );
    // Both say the same of the message, so it is recorded once.
    const facts = await factsOf(messageId);
    await expect
      .poll(
        () => query(stage, 'SELECT 1 FROM held_click WHERE message_id = $1 AND NOT settled', [messageId]),
        {
          timeout: 10_000,
        },
      )
      .toEqual([]);
    expect([facts, toldOf(messageId)].map((told) => told.map((fact) => fact.weak))).toEqual([weak, weak]);
  });
});

describe('the picture of a mail', () => {
  it.each([
    ['is weak', BROWSER, 'image'],
    ['is a prefetch by Apple', 'Mozilla/5.0', 'prefetch'],
    ['is a scanner’s', 'Barracuda Sentinel (EE)', 'scanner'],
  ])('that is fetched %s', async (_, agent, weak) => {
    const { code, messageId } = linkOf({ target: null, siblings: 2 });
    const answer = await follow(`/o/${code}`, { headers: { 'user-agent': agent } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/gif']);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(30);
    expect(await factsOf(messageId)).toMatchObject([{ kind: 'opened', weak, channel: 'email' }]);
  });

  it('is there whatever the code is, and leads nowhere', async () => {
    const { code } = linkOf({ target: null });
    expect((await follow(`/o/${'y'.repeat(16)}`)).status).toBe(200);
    expect((await follow(`/l/${code}`)).status).toBe(404);
  });
});

describe('an answer by a link', () => {
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
  const give = (token: string, headers: Record<string, string> = {}): Promise<Response> =>
    follow(`/a/${token}`, { method: 'POST', headers: { ...FORM, ...headers }, body: 'answer=send' });
  const claimsOf = (changes: Partial<AnswerClaims> = {}): AnswerClaims => ({
    recipient: 'ada',
    messageId: randomUUID(),
    runId: randomUUID(),
    reply: 'yes',
    channel: 'email',
    lane: 'plain',
    ...changes,
  });

  it('is asked for in the words of the message, and not given by looking', async () => {
    const claims = claimsOf();
    known.set(claims.messageId, { status: 200, body: { replies: [{ id: 'yes', text: 'Ja, gerne' }] } });
    const page = await follow(`/a/${signAnswer(claims, SECRET)}`, { headers: { 'accept-language': 'de' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Ihre Antwort: Ja, gerne');
    await give(signAnswer({ ...claims, reply: 'no' }, SECRET));
    await inbound.until(2, of(claims.messageId));
    const told = inbound.records.filter(of(claims.messageId)).map(({ value }) => value as InboundReceived);
    expect(new Set(told.map(({ answer }) => answer?.reply))).toEqual(new Set(['no']));
  });

  it('is a fact in both lanes when the page thanks, and counts once', async () => {
    const claims = claimsOf();
    const token = signAnswer(claims, SECRET);
    const [first, second] = await Promise.all([give(token), give(token, { 'accept-language': 'sv' })]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await second.text()).toContain('Ditt svar har kommit fram');
    const records = await inbound.until(2, of(claims.messageId));
    expect(records.map(({ topic }) => topic).toSorted()).toEqual([...INBOUND_TOPICS].toSorted());
    expect(records[0]).toMatchObject({
      key: 'ada',
      value: {
        kind: 'text',
        channel: 'email',
        recipient: 'ada',
        meaning: 'answer',
        lead: true,
        text: 'yes',
        answer: { messageId: claims.messageId, runId: claims.runId, reply: 'yes' },
      },
    });
    expect((await give(token)).status).toBe(200);
    expect(inbound.records.filter(of(claims.messageId))).toHaveLength(2);
  });

  it('is shown by its id where delivery can not tell the words', async () => {
    const claims = claimsOf();
    known.set(claims.messageId, { status: 500, body: {} });
    const page = await follow(`/a/${signAnswer(claims, SECRET)}`);
    expect(await page.text()).toContain('Your answer: yes');
  });

  it('with a forged token is refused with a page', async () => {
    const [payload, mac] = signAnswer(claimsOf(), SECRET).split('.') as [string, string];
    for (const token of [`${payload}.${'A'.repeat(mac.length)}`, payload, 'x'])
      expect([(await follow(`/a/${token}`)).status, (await give(token)).status]).toEqual([404, 404]);
  });
});
