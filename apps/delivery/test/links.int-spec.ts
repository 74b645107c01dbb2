import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Links } from '../src/storage/links.ts';
import { decision, numberOf, permitted, record, someone, type Wanted } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const TARGET = 'https://shop.example/orders/O-1?track=7';
const LINK = /^Track it: https:\/\/go\.example\/l\/([\w-]{16})$/;

let provider: ScriptedProvider;
let world: World;
beforeAll(async () => {
  provider = await openScriptedProvider();
  world = await openWorld({
    providers: accountsAt(provider.url),
    instances: [{ HERMOD_LINK_URL: 'https://go.example/' }],
  });
  const text = 'Track it: {{ event.data.trackUrl | short_link }}';
  await world.call('PUT', '/v1/templates/track-sms', { channel: 'sms', content: { text } });
});
afterAll(async () => {
  await world.close();
  await provider.close();
});

const tracked = (trackUrl = TARGET, more: Wanted['intent'] = {}): Wanted => ({
  intent: { template: 'track-sms', context: { event: { data: { trackUrl } } }, ...more },
});
const linksOf = (messageId: string): Promise<{ code: string }[]> =>
  world.query('SELECT code FROM link WHERE message_id = $1::uuid', [messageId]);
/** What the person was sent. */
const textsTo = (recipient: string): unknown[] =>
  provider.callsTo(numberOf(recipient)).map(({ body }) => body['Body']);

async function sent(wanted: Wanted): Promise<ReturnType<typeof permitted> & { code: string }> {
  const fact = permitted(someone(), wanted);
  await world.tell(decision(fact));
  expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted' });
  return { ...fact, code: LINK.exec(String(textsTo(fact.recipient).at(-1)))![1]! };
}

it('a link of a message leads to its target, and knows whose it is', async () => {
  const { code, messageId, recipient, runId, permission } = await sent(tracked());
  const { status, body } = await world.call('GET', `/v1/links/${code}`);
  expect(status).toBe(200);
  const expiresAt = new Date(Date.parse(permission!.intent.expiresAt) + 30 * 86_400_000).toISOString();
  expect(body).toEqual({
    messageId,
    recipient,
    runId,
    channel: 'sms',
    lane: 'plain',
    target: TARGET,
    siblings: 1,
    handedOverAt: expect.any(String) as string,
    expiresAt,
  });
  const shown = (await world.call('GET', `/v1/messages/${messageId}`)).body;
  expect(shown['content']).toMatchObject({ text: `Track it: https://go.example/l/${'x'.repeat(16)}` });
  expect((await world.call('GET', `/v1/links/${'x'.repeat(16)}`)).status).toBe(404);
});

it('a message that is tried again has the same links', async () => {
  const fact = permitted(someone(), tracked());
  provider.play(numberOf(fact.recipient), { status: 503 });
  await world.tell(decision(fact));
  await world.outcome(fact.messageId);
  const [first, second] = textsTo(fact.recipient);
  expect(first).toMatch(LINK);
  expect(second).toBe(first);
  expect(await linksOf(fact.messageId)).toEqual([{ code: LINK.exec(String(first))![1] }]);
});

it.each(['http://127.0.0.1:8080/', 'https://ada:secret@shop.example/', 'javascript:alert(1)'])(
  'a message whose link would lead to %s fails, and has none',
  async (trackUrl) => {
    const fact = permitted(someone(), tracked(trackUrl));
    await world.tell(decision(fact));
    const outcome = await world.outcome(fact.messageId);
    expect(outcome).toMatchObject({ outcome: 'failed', attempts: 0 });
    expect(outcome.reason).toMatch(/^TEMPLATE_LINK_REFUSED: /);
    expect(outcome.reason).not.toContain('secret');
    expect(await linksOf(fact.messageId)).toEqual([]);
  },
);

it('links are forgotten with the person', async () => {
  const { code, recipient, messageId } = await sent(tracked());
  const at = new Date().toISOString();
  const erasure = { recipient, attributes: {}, contactPoints: [], erased: true, at };
  await world.tell(record('recipientChanged', recipient, erasure));
  await expect.poll(() => linksOf(messageId), { timeout: 15_000 }).toEqual([]);
  expect((await world.call('GET', `/v1/links/${code}`)).status).toBe(404);
});

it('links are swept long after they have expired', async () => {
  const [old, young] = [await sent(tracked()), await sent(tracked())];
  await world.query(`UPDATE link SET expires_at = now() - interval '31 days' WHERE code = $1`, [old.code]);
  const dataSource = await new DataSource({
    type: 'postgres',
    url: world.stage.databaseUrls.delivery,
  }).initialize();
  try {
    const before = new Date(Date.now() - 30 * 86_400_000);
    expect(await new Links(dataSource).sweep(before, 100)).toBe(1);
    expect(await new Links(dataSource).sweep(before, 100)).toBe(0);
  } finally {
    await dataSource.destroy();
  }
  expect([await linksOf(old.messageId), await linksOf(young.messageId)]).toEqual([
    [],
    [{ code: young.code }],
  ]);
});

it('a preview is as long as the message will be', async () => {
  const content = { text: '{{ event.data.trackUrl | short_link }}' };
  const asked = { channel: 'sms', content, data: { event: { data: { trackUrl: TARGET } } } };
  const { body } = await world.call('POST', '/v1/templates/preview', asked);
  expect(body['text']).toBe(`https://go.example/l/${'x'.repeat(16)}`);
});

it('the answers that a message asks for are told in its words', async () => {
  const replies = [
    { id: 'yes', text: 'Yes, I come' },
    { id: 'no', text: 'No' },
  ];
  const fact = permitted(someone(), tracked(TARGET, { replies }));
  await world.tell(decision(fact));
  await world.outcome(fact.messageId);
  const known = await world.call('GET', `/v1/asked-replies/${fact.messageId}`);
  expect(known.body).toEqual({ replies });
  const unknown = await world.call('GET', '/v1/asked-replies/0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d20');
  expect(unknown.body).toEqual({ replies: [] });
});
