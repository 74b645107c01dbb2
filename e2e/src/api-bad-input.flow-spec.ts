import { describe, expect, it } from 'vitest';
import { eventFor, fresh } from './support/hermod.ts';
import { callByTable } from './support/table.ts';

const CLOUD = { 'content-type': 'application/cloudevents+json' };
const JSON_TYPE = { 'content-type': 'application/json' };
const YAML = { 'content-type': 'application/yaml' };
const DEEP = 50_000;

/** The answer is a refusal as the table says, with words for its sender, and quotes nothing of what was sent. */
async function refused(
  statuses: readonly number[],
  method: string,
  path: string,
  body?: string | object,
  headers?: Record<string, string>,
): Promise<Record<string, unknown>> {
  const answer = await callByTable(method, path, body, headers);
  expect(answer.breaches, answer.text.slice(0, 300)).toEqual([]);
  expect(statuses, answer.text.slice(0, 300)).toContain(answer.status);
  const problem = JSON.parse(answer.text) as Record<string, unknown>;
  expect(problem).toMatchObject({
    code: expect.any(String) as unknown,
    detail: expect.any(String) as unknown,
    field: expect.any(String) as unknown,
  });
  expect(answer.text.length).toBeLessThan(20_000);
  return problem;
}

const nested = (open: string, middle: string, close: string): string =>
  open.repeat(DEEP) + middle + close.repeat(DEEP);

describe('what is nested very deep is refused, and overflows nothing:', () => {
  const list = nested('[', '', ']');
  const object = nested('{"a":', '1', '}');

  it.each([
    [
      'the data of an event',
      'POST',
      '/v1/events',
      `{"specversion":"1.0","id":"1","source":"/s","type":"t","subject":"deep","data":${list}}`,
      CLOUD,
    ],
    ['a batch', 'POST', '/v1/events', list, { 'content-type': 'application/cloudevents-batch+json' }],
    ['attributes', 'PUT', '/v1/recipients/deep', `{"attributes":{"a":${object}}}`, JSON_TYPE],
    ['a contact point', 'PUT', '/v1/recipients/deep', `{"contactPoints":${list}}`, JSON_TYPE],
    ['a template', 'PUT', '/v1/templates/deep', object, JSON_TYPE],
    ['a journey in JSON', 'PUT', '/v1/journeys/deep', `{"journey":"deep","steps":${list}}`, JSON_TYPE],
    ['a journey in YAML', 'PUT', '/v1/journeys/deep', `journey: deep\nsteps: ${list}`, YAML],
    ['a signal', 'POST', '/v1/signals', list, JSON_TYPE],
    ['a key', 'POST', '/v1/keys', object, JSON_TYPE],
    ['a question for a decision', 'POST', '/v1/decisions/preview', object, JSON_TYPE],
  ])('%s', async (_, method, path, body, headers) => {
    await refused([400, 413, 422], method, path, body, headers);
  });

  it('data for a preview', async () => {
    const body = `{"channel":"sms","content":{"text":"{{ event.data }}"},"data":{"event":{"data":${list}}}}`;
    const answer = await callByTable('POST', '/v1/templates/preview', body, JSON_TYPE);
    expect(answer.status, answer.text.slice(0, 300)).toBeLessThan(500);
  });
});

it('a journey whose aliases would grow without end is refused', async () => {
  const lines = ['journey: bomb', 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let n = 1; n < 12; n++)
    lines.push(`a${n}: &a${n} [${Array.from({ length: 10 }, () => `*a${n - 1}`).join(', ')}]`);
  await refused([400, 422], 'PUT', '/v1/journeys/bomb', `${lines.join('\n')}\n`, YAML);
});

describe('ids that look like something else are refused:', () => {
  it.each([
    ['a zero-width space', 'a\u200Bda'],
    ['a zero-width joiner', 'a\u200Dda'],
    ['a byte order mark', '\uFEFFada'],
    ['a turned direction', 'ada\u202Eadmin'],
    ['an isolate', '\u2066ada\u2069'],
    ['a combining mark', 'A\u030Asa'],
    ['a soft hyphen', 'a\u00ADda'],
    ['a space that does not break', 'a\u00A0da'],
    ['a tag character', 'ada\u{E0041}'],
    ['a variation selector', 'ada\uFE0F'],
    ['half a surrogate pair', 'ada\uD800'],
    ['a NUL', 'ada\0'],
    ['a line break', 'ada\nbo'],
    ['a slash', 'ada/bo'],
    ['a fullwidth at sign', 'ada\uFF20shop'],
    ['129 characters', 'a'.repeat(129)],
    ['a phone number', '+46700000001'],
    ['a phone number in parts', '0046 (70) 000-00.01'],
  ])('%s', async (_, id) => {
    const event = { ...eventFor({ id: 'x', number: '' }, 'com.shop.nothing'), subject: id };
    const problem = await refused([400], 'POST', '/v1/events', JSON.stringify(event), CLOUD);
    expect(problem['field']).toBe('subject');
    if (!id.isWellFormed()) return;
    await refused([400, 404], 'PUT', `/v1/recipients/${encodeURIComponent(id)}`, {});
  });
});

describe('what is not what it should be is named:', () => {
  const sms = { channel: 'sms', address: '+46700000001' };
  it.each([
    ['a list instead of an object', 'PUT', '/v1/recipients/odd', [], 'body'],
    ['null instead of an object', 'PUT', '/v1/recipients/odd', 'null', 'body'],
    ['an unknown field', 'PUT', '/v1/recipients/odd', { admin: true }, 'body'],
    ['a prototype', 'PUT', '/v1/recipients/odd', '{"__proto__":{"admin":true}}', 'body'],
    ['a number as a zone', 'PUT', '/v1/recipients/odd', { timeZone: 7 }, 'timeZone'],
    [
      'one address twice',
      'PUT',
      '/v1/recipients/odd',
      { contactPoints: [sms, sms] },
      'contactPoints[1].address',
    ],
    ['text as a limit', 'GET', '/v1/runs?limit=many', undefined, 'limit'],
    ['too much at once', 'GET', '/v1/runs?limit=100000', undefined, 'limit'],
    ['a run that has no id', 'GET', `/v1/runs/${fresh('none')}`, undefined, 'id'],
    ['a scope that does not exist', 'POST', '/v1/keys', { name: 'odd', scopes: ['root'] }, 'scopes[0]'],
    ['no scope at all', 'POST', '/v1/keys', { name: 'odd', scopes: [] }, 'scopes'],
    ['a signal that nobody sends', 'POST', '/v1/signals', { message: 'x', signal: 'ignored' }, 'message'],
  ] as const)('%s', async (_, method, path, body, field) => {
    const problem = await refused([400], method, path, body, JSON_TYPE);
    const named = [
      problem['field'],
      ...((problem['problems'] ?? []) as { field: string }[]).map((one) => one.field),
    ];
    expect(named).toContain(field);
  });
});

it('an address of ten thousand characters is read, and answered in words', async () => {
  await refused([400], 'GET', `/v1/runs?next=${'x'.repeat(10_000)}`);
  await refused([404], 'GET', `/v1/journeys/${'x'.repeat(100)}`);
});
