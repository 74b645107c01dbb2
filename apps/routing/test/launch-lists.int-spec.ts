import { randomUUID } from 'node:crypto';
import { eventually, lockRecipient } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaign, done, knownRecipients, launchesOf, look, startedFor, told } from './audiences.ts';
import { recipientChange, someone, names } from './facts.ts';
import { type Answer, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const upload = (
  journey: string,
  list: string | Buffer,
  type: string,
  key: string = randomUUID(),
): Promise<Answer> =>
  world.call('POST', `/v1/journeys/${journey}/launches`, list, {
    type,
    headers: { 'idempotency-key': key },
  });
const NDJSON = 'application/x-ndjson';
const CSV = 'text/csv';

const published = async (audience?: object, more: object = {}): Promise<string> => {
  const document = campaign(audience, { ...(audience === undefined ? { on: names().on } : {}), ...more });
  await world.publish(document);
  return document.journey;
};

describe('a list', () => {
  it('as NDJSON starts a run for each of its recipients, with what it says of them', async () => {
    const journey = await published(undefined, { steps: [{ id: 'tell', send: [{ sms: 'shipped-sms' }] }] });
    const [ada, bo] = [someone(), someone()];
    const list = `{"recipient":"${ada}","data":{"seat":"1A"}}\n\n{"recipient":"${bo}"}\n`;
    const { id } = told(await upload(journey, list, NDJSON), 202);
    expect(await done(world, id)).toMatchObject({ kind: 'list', listed: 2, seen: 2, started: 2 });
    const [asked] = await world.requests(ada);
    expect(asked!.intent.context['event']).toMatchObject({ id, data: { seat: '1A' } });
    const [other] = await world.requests(bo);
    expect(other!.intent.context['event']).toMatchObject({ data: {} });
    expect(await world.query('SELECT 1 FROM launch_recipient WHERE launch_id = $1', [id])).toEqual([]);
  });

  it.each([
    ['commas', 'recipient,seat,note\r\nADA,1A,"a ""b"", c"\r\nBO,,\r\n'],
    ['semicolons and a byte order mark', '\uFEFFseat;recipient;note\n1A;ADA;"a ""b"", c"\n;BO;\n'],
  ])('as CSV with %s does the same; empty cells are left out', async (_what, text) => {
    const journey = await published(undefined, { steps: [{ id: 'tell', send: [{ sms: 'shipped-sms' }] }] });
    const [ada, bo] = [someone(), someone()];
    const list = text.replace('ADA', ada).replace('BO', bo);
    const { id } = told(await upload(journey, list, CSV), 202);
    expect(await done(world, id)).toMatchObject({ listed: 2, started: 2 });
    const [asked] = await world.requests(ada);
    expect(asked!.intent.context['event']).toMatchObject({ data: { seat: '1A', note: 'a "b", c' } });
    const [other] = await world.requests(bo);
    expect(other!.intent.context['event']).toMatchObject({ data: {} });
  });

  it('starts only whom the condition chooses, where there is one', async () => {
    const of = someone();
    await knownRecipients(world, of, 3);
    const journey = await published({ where: 'recipient.n > 1 && event.data.vip == "yes"', pace: 1_000 });
    const list = `recipient,vip\n${[1, 2, 3].map((n) => `${of}-00000${n},${n === 3 ? 'no' : 'yes'}`).join('\n')}`;
    const { id } = told(await upload(journey, list, CSV), 202);
    expect(await done(world, id)).toMatchObject({ seen: 3, chosen: 1, started: 1 });
    expect([...(await startedFor(world, journey)).keys()]).toEqual([`${of}-000002`]);
  });

  it('sent again under its key is not launched again', async () => {
    const journey = await published();
    const [list, key] = [`{"recipient":"${someone()}"}`, randomUUID()];
    const first = told(await upload(journey, list, NDJSON, key), 202);
    expect(told(await upload(journey, list, NDJSON, key), 202).id).toBe(first.id);
    expect(await launchesOf(world, journey)).toHaveLength(1);
  });

  it('passes over the one whose run can not be started, and counts it', async () => {
    const steps = [{ id: 'tell', send: [{ sms: 'shipped-sms' }] }];
    const journey = await published({ pace: 1 }, { steps });
    const people = Array.from({ length: 7 }, (_, n) => `${n}-${someone()}`);
    const held = await lockRecipient({ stage: world.stage, store: 'routing' }, people[0]!);
    const { id } = told(
      await upload(journey, people.map((r) => `{"recipient":"${r}"}`).join('\n'), NDJSON),
      202,
    );
    await world.query('UPDATE launch_recipient SET data = $2 WHERE recipient_id = $1', [
      people[4],
      JSON.stringify({ text: 'x'.repeat(3_000_000) }),
    ]);
    await held.release();
    await eventually(async () => expect((await look(world, id)).started).toBeGreaterThan(0));
    await world.query('UPDATE launch SET pace = 1000 WHERE id = $1', [id]);
    expect(await done(world, id)).toMatchObject({ seen: 7, chosen: 7, started: 6, failed: 1 });
    expect((await startedFor(world, journey)).has(people[4]!)).toBe(false);
  });

  it('forgets who is erased before their turn', async () => {
    const journey = await published({ pace: 1 });
    const people = ['a', 'b', 'c', 'd'].map((letter) => `${letter}-${someone()}`);
    const last = people.at(-1)!;
    const { id } = told(
      await upload(journey, people.map((r) => `{"recipient":"${r}"}`).join('\n'), NDJSON),
      202,
    );
    const fact = recipientChange(last, {}, 5);
    const value = JSON.stringify({ ...(JSON.parse(String(fact.value)) as object), erased: true });
    await world.call('POST', `/v1/launches/${id}/pause`);
    await world.tell({ ...fact, value });
    const left = 'SELECT 1 FROM launch_recipient WHERE recipient_id = $1';
    await eventually(async () => expect(await world.query(left, [last])).toEqual([]));
    await world.query('UPDATE launch SET pace = 1000 WHERE id = $1', [id]);
    await world.call('POST', `/v1/launches/${id}/resume`);
    await done(world, id);
    expect([...(await startedFor(world, journey)).keys()]).toEqual(people.slice(0, 3));
  });
});

describe('a list with broken rows', () => {
  const good = (): string => `{"recipient":"${someone()}"}`;

  it.each([
    ['no JSON', NDJSON, () => `${good()}\nnope\n`, 'lines[2]', 'no JSON'],
    [
      'a number for an id',
      NDJSON,
      () => `${good()}\n{"recipient":"+46700000001"}`,
      'lines[2].recipient',
      'phone',
    ],
    ['an unknown field', NDJSON, () => `{"recipient":"ada","date":1}`, 'lines[1]', 'date'],
    [
      'a recipient twice',
      NDJSON,
      () => '{"recipient":"ada"}\n{"recipient":"ada"}',
      'lines[2].recipient',
      'line 1',
    ],
    [
      'data that is too large',
      NDJSON,
      () => `{"recipient":"ada","data":{"x":"${'x'.repeat(17_000)}"}}`,
      'lines[1].data',
      'bytes',
    ],
    ['too few cells', CSV, () => `recipient,a\nada,1\nbo\n`, 'lines[3]', 'cells'],
    ['an open quote', CSV, () => `recipient,a\nada,"1\nbo,2\n`, 'lines[', 'quote'],
    ['no recipient in a row', CSV, () => `recipient,a\nada,1\n,2\n`, 'lines[3].recipient', 'missing'],
    ['no column recipient', CSV, () => `id,a\nada,1\n`, 'body', 'recipient'],
    ['a column twice', CSV, () => `recipient,a,a\nada,1,2\n`, 'body', 'two columns'],
    ['nothing at all', NDJSON, () => '\n', 'body', 'empty'],
    ['only a header', CSV, () => 'recipient\n', 'body', 'empty'],
  ])('imports nothing: %s', async (_what, type, list, field, words) => {
    const journey = await published();
    const { status, body, text } = await upload(journey, list(), type);
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'LAUNCH_LIST_INVALID' });
    const [problem] = body['problems'] as { field: string; message: string; fix: string }[];
    expect(problem!.field).toContain(field);
    expect(text).toContain(words);
    expect(problem!.fix).not.toBe('');
    expect(await launchesOf(world, journey)).toEqual([]);
    expect(await world.query('SELECT 1 FROM launch_recipient')).toEqual([]);
  });

  it('names the first hundred problems, and stops reading', async () => {
    const journey = await published();
    const list = Array.from({ length: 5_000 }, (_, n) => (n % 2 === 0 ? good() : '{}')).join('\n');
    const { status, body } = await upload(journey, list, NDJSON);
    expect(status).toBe(422);
    expect(body['problems']).toHaveLength(100);
  });

  it('is refused when it is in another encoding, or has too many rows', async () => {
    const journey = await published();
    const latin = await upload(journey, Buffer.from('recipient,name\nada,\u00c5sa\n', 'latin1'), CSV);
    expect(latin).toMatchObject({ status: 422, body: { code: 'LAUNCH_LIST_INVALID' } });
    const rows = Array.from({ length: 200_001 }, (_, n) => `r${n}a`).join('\n');
    expect(await upload(journey, `recipient\n${rows}\n`, CSV)).toMatchObject({ status: 413 });
  });
});
