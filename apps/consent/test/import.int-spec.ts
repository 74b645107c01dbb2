import { request as httpRequest } from 'node:http';
import { freshPrincipal, PRINCIPAL_HEADER, type Problem } from '@hermod/http';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

interface ImportAnswer {
  readonly lines: number;
  readonly accepted: number;
  readonly rejected: readonly { readonly line: number; readonly id?: string; readonly problem: Problem }[];
  readonly stoppedAt?: number;
}

const PATH = '/v1/recipients/import';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const headersFor = (scope = 'operate', type = 'application/x-ndjson') => ({
  [PRINCIPAL_HEADER]: freshPrincipal(
    [scope],
    'importer',
    world.stage.env('consent')['HERMOD_PRINCIPAL_SECRET']!,
  ),
  'content-type': type,
});

async function send(body: string, headers = headersFor()): Promise<Response> {
  const url = world.services[0]!.url + PATH;
  return fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(60_000) });
}

async function imported(...rows: readonly (object | string)[]): Promise<ImportAnswer> {
  const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  const answer = await send(lines.join('\n'));
  expect(answer.status).toBe(200);
  return (await answer.json()) as ImportAnswer;
}

let count = 0;
/** Another person, with a number of their own. */
function person(more: object = {}): { id: string; contactPoints: { channel: string; address: string }[] } {
  count += 1;
  const address = `+4670000${String(1_000 + count)}`;
  return { id: `import-${count}`, contactPoints: [{ channel: 'sms', address }], ...more };
}

const YES = {
  channel: 'sms',
  purpose: 'transactional',
  topic: 'order-updates',
  state: 'given',
  method: 'form',
  wording: 'Yes, text me',
  wordingVersion: '3',
} as const;

const statusOf = async (id: string): Promise<number> =>
  (await world.call('GET', `/v1/recipients/${id}`)).status;
const ledgerOf = async (id: string) =>
  (await world.call('GET', `/v1/recipients/${id}/consents`)).body['consents'] as Record<string, unknown>[];
const mayText = async (recipient: string) =>
  (
    await world.call('POST', '/v1/decisions/preview', {
      recipient,
      channel: 'sms',
      purpose: 'transactional',
      topic: 'order-updates',
    })
  ).body['decision'];

describe('an import', () => {
  it('stores recipients with what they said, tells the others, and says who imported', async () => {
    const ada = person({ attributes: { firstName: 'Ada' }, timeZone: 'Europe/Stockholm', consents: [YES] });
    const bo = person();
    expect(await imported(ada, '', bo, '  ')).toEqual({ lines: 2, accepted: 2, rejected: [] });
    expect((await world.call('GET', `/v1/recipients/${ada.id}`)).body).toMatchObject({
      attributes: { firstName: 'Ada' },
      timeZone: 'Europe/Stockholm',
    });
    expect(await ledgerOf(ada.id)).toMatchObject([{ wording: 'Yes, text me', recordedBy: 'importer' }]);
    expect([await mayText(ada.id), await mayText(bo.id)]).toEqual(['permitted', 'refused']);
    for (const { id } of [ada, bo]) await world.published.until(1, ({ key }) => key === id);
  });

  it('keeps the good rows, and gives the bad ones back with line, id and reason', async () => {
    const [good, late] = [person(), person()];
    const stranger = person({ consents: [{ ...YES, contactPoint: '+46709999999' }] });
    const answer = await imported(
      good,
      '{"id": "half',
      '[]',
      { ...person(), id: '+46700000001' },
      person({ country: 'Sweden' }),
      person({ contactPoints: [{ channel: 'sms', address: 'no number' }] }),
      stranger,
      person({ consents: [{ ...YES, state: 'maybe' }] }),
      person({ surprise: 1 }),
      '\u0000',
      late,
    );
    expect(answer).toMatchObject({ lines: 11, accepted: 2 });
    expect(answer.rejected.map(({ line, problem: { code, field } }) => [line, code, field])).toEqual([
      [2, 'ROW_NOT_JSON', 'body'],
      [3, 'ROW_NOT_JSON', 'body'],
      [4, 'ROW_INVALID', 'id'],
      [5, 'ROW_INVALID', 'country'],
      [6, 'ROW_INVALID', 'contactPoints[0].address'],
      [7, expect.stringMatching(/^CONSENT_/), expect.anything()],
      [8, 'ROW_INVALID', 'consents[0].state'],
      [9, 'ROW_INVALID', expect.anything()],
      [10, 'ROW_NOT_JSON', 'body'],
    ]);
    const refused = answer.rejected.find(({ line }) => line === 7)!;
    expect(refused).toMatchObject({ id: stranger.id, problem: { fix: expect.any(String) } });
    expect(answer.rejected.find(({ line }) => line === 4)!.id).toBeUndefined();
    expect(await Promise.all([good, late, stranger].map(({ id }) => statusOf(id)))).toEqual([200, 200, 404]);
  });

  it('again changes nothing, and never outdoes a withdrawal that came in between', async () => {
    const ada = person({ consents: [YES] });
    for (let n = 0; n < 2; n += 1) expect(await imported(ada)).toMatchObject({ accepted: 1 });
    expect(await ledgerOf(ada.id)).toHaveLength(1);
    const { purpose: _, wording: __, wordingVersion: ___, ...no } = { ...YES, state: 'withdrawn' };
    expect((await world.call('POST', `/v1/recipients/${ada.id}/consents`, no)).status).toBe(201);
    expect(await mayText(ada.id)).toBe('refused');
    expect(await imported(ada)).toMatchObject({ accepted: 1 });
    expect(await ledgerOf(ada.id)).toHaveLength(2);
    expect(await mayText(ada.id)).toBe('refused');
  });

  it('takes the last of several rows for one recipient', async () => {
    const ada = person();
    await imported({ ...ada, attributes: { n: 1 } }, { ...ada, attributes: { n: 2 } });
    expect((await world.call('GET', `/v1/recipients/${ada.id}`)).body).toMatchObject({
      attributes: { n: 2 },
    });
  });

  it('of a thousand rows goes through in batches', async () => {
    const rows = Array.from({ length: 1_000 }, () => person());
    expect(await imported(...rows)).toEqual({ lines: 1_000, accepted: 1_000, rejected: [] });
    expect(await statusOf(rows[999]!.id)).toBe(200);
  });

  it('stops at a thousand bad rows, and says where', async () => {
    const rows = Array.from({ length: 1_500 }, () => 'bad');
    const answer = await imported(...rows);
    expect(answer).toMatchObject({ lines: 1_000, accepted: 0, stoppedAt: 1_001 });
    expect(answer.rejected).toHaveLength(1_000);
  });

  it('takes nothing else than newline-delimited JSON, and takes the scope operate', async () => {
    const json = await send('{}', headersFor('operate', 'application/json'));
    expect(await json.json()).toMatchObject({ status: 415, field: 'content-type' });
    expect((await send('{}', headersFor('read'))).status).toBe(403);
  });
});

describe('an import whose sender goes away', () => {
  it('ends where it is, and what it had taken stays', async () => {
    const rows = Array.from({ length: 200 }, () => person());
    const upload = httpRequest(world.services[0]!.url + PATH, { method: 'POST', headers: headersFor() });
    upload.on('error', () => undefined);
    for (const row of rows) upload.write(`${JSON.stringify(row)}\n`);
    const never = person();
    upload.write(JSON.stringify(never));
    await eventually(async () => expect(await statusOf(rows[199]!.id)).toBe(200));
    upload.destroy();
    const after = person();
    expect(await imported(after)).toMatchObject({ accepted: 1 });
    expect(await statusOf(never.id)).toBe(404);
  });
});
