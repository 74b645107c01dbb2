import { eventually, produce } from '@hermod/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  canariesIn,
  type Canaries,
  freshCanaries,
  logTraces,
  metricTraces,
  recordTraces,
  spanTraces,
  type Trace,
} from './support/canary.ts';
import { answerTraces, tableTraces } from './support/kept-traces.ts';
import {
  arrived,
  call,
  ended,
  eventFor,
  exportedSpans,
  fire,
  fresh,
  must,
  type Person,
  publish,
  type RunStory,
  runsOf,
  system,
  touch,
} from './support/hermod.ts';

const canaries = freshCanaries();
const name = fresh('canary');
const type = `com.shop.${name}`;
const kim: Person = { id: fresh('person'), number: canaries.number };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** The person with every canary that a recipient can carry. */
async function enterWithCanaries({ id }: Person, all: Canaries): Promise<void> {
  await must('PUT', `/v1/recipients/${id}`, {
    attributes: { firstName: all.name, loyalty: all.attribute },
    timeZone: 'Europe/Stockholm',
    country: 'SE',
    contactPoints: [
      { channel: 'push', provider: 'fcm', address: `sim-${all.digits}` },
      { channel: 'sms', address: all.number },
      { channel: 'email', address: all.email },
    ],
  });
  await must('POST', `/v1/recipients/${id}/consents`, {
    channel: 'sms',
    purpose: 'transactional',
    topic: 'order-updates',
    state: 'given',
    method: 'form',
    wording: all.wording,
    wordingVersion: '3',
  });
}

/** Ids of the runs that have ended, in no order. */
const runs = new Set<string>();

/** Waits until one more run has ended. */
async function oneMoreEnds(): Promise<RunStory> {
  return eventually(
    async () => {
      const run = (await runsOf(kim)).find(({ id, status }) => status === 'ended' && !runs.has(id));
      if (run === undefined) throw new Error('the run has not ended');
      runs.add(run.id);
      return run;
    },
    { timeoutMs: 40_000 },
  );
}

const fireOnce = (): Promise<void> => fire(eventFor(kim, type, { orderId: canaries.order }));

async function setFaults(protocol: 'fcm' | 'twilio', rates: Record<string, number>): Promise<void> {
  const answer = await fetch(`${system.simulatorUrl}/faults/${protocol}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rates }),
    signal: AbortSignal.timeout(10_000),
  });
  expect(answer.status).toBe(200);
}

/** Statements in consent's schema, as its own role. */
async function inConsent(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: system.databaseUrls.consent });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** What a provider does to a text. */
const FAULTS = ['undelivered', 'refuse', 'error', 'errorAfterAccept', 'resetAfterAccept'];

/** Bad input that carries canaries, and what each is answered with. */
const BAD_INPUT: readonly [method: string, path: string, body: unknown, status: number, headers?: object][] =
  [
    ['PUT', `/v1/recipients/${kim.id}`, { contactPoints: [{ channel: 'sms', address: canaries.name }] }, 400],
    ['PUT', `/v1/recipients/${kim.id}`, `{ "attributes": { "firstName": "${canaries.name}"`, 400],
    ['GET', `/v1/recipients/${encodeURIComponent(canaries.email)}`, undefined, 400],
    ['GET', `/v1/nothing/${canaries.digits}?q=${canaries.attribute}`, undefined, 404],
    ['GET', '/v1/runs', undefined, 401, { authorization: `Bearer ${canaries.key}` }],
    ['POST', '/v1/events', { specversion: '1.0', subject: canaries.number, data: canaries.order }, 400],
    ['POST', '/webhooks/twilio', `From=%2B${canaries.digits}&Body=${canaries.reply}`, 401, FORM],
    ['POST', '/v1/signals', { message: canaries.name, signal: 'opened', token: canaries.key }, 400],
    [
      'PUT',
      `/v1/templates/${name}-broken`,
      { channel: 'sms', content: { text: `{{ ${canaries.name}` } },
      422,
    ],
  ];

beforeAll(async () => {
  await publish(name, {
    purpose: 'transactional',
    topic: 'order-updates',
    start: { on: type, when: 'event.data.orderId != ""' },
    expires: 'PT10M',
    steps: [
      {
        id: 'tell',
        escalate: [
          { push: `${name}-push`, until: 'opened', within: 'PT5S' },
          { sms: `${name}-sms`, until: 'delivered', within: 'PT5S' },
        ],
      },
    ],
  });
  await enterWithCanaries(kim, canaries);
});
afterAll(async () => {
  await Promise.all([setFaults('fcm', {}), setFaults('twilio', {})]);
});

describe('what is private about a person', () => {
  it('goes through everything that can happen to a message', async () => {
    await fireOnce();
    const first = await arrived(kim, 'push');
    expect(first.text).toContain(canaries.name);
    await touch(kim, `messages/${first.id}/open`);
    expect((await oneMoreEnds()).outcome).toBe('reached');

    await setFaults('fcm', { refuse: 1 });
    for (const fault of FAULTS) {
      await setFaults('twilio', { [fault]: 1 });
      await fireOnce();
      expect((await oneMoreEnds()).outcome, fault).toMatch(/reached|exhausted/);
    }
    await Promise.all([setFaults('fcm', {}), setFaults('twilio', {})]);
  });

  it('goes through bad input', async () => {
    for (const [method, path, body, status, headers] of BAD_INPUT) {
      const answer = await call(method, path, body, { ...headers });
      expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBe(status);
    }
  });

  it('goes through what nobody can handle', async () => {
    const event = { specversion: '1.0', type, subject: canaries.number, data: { orderId: canaries.order } };
    await produce(
      { brokers: system.brokers, prefix: '' },
      { topic: 'hermod.domain-events', key: kim.id, value: JSON.stringify(event) },
      { topic: 'hermod.domain-events', key: kim.id, value: `${canaries.name} ${canaries.number}` },
      { topic: 'hermod.inbound-received', key: kim.id, value: JSON.stringify({ text: canaries.reply }) },
    );
    await eventually(
      async () => {
        const { deadLetters } = await must('GET', '/v1/dead-letters?limit=200');
        const own = (deadLetters as { key: string }[]).filter(({ key }) => key === kim.id);
        expect(own.length).toBeGreaterThanOrEqual(3);
      },
      { timeoutMs: 30_000 },
    );
  });

  it('goes through a database that refuses a row', async () => {
    const constraint = name.replace('-', '_');
    await inConsent(`ALTER TABLE recipient ADD CONSTRAINT ${constraint} CHECK (id <> '${kim.id}') NOT VALID`);
    const answer = await call('PUT', `/v1/recipients/${kim.id}`, {
      attributes: { firstName: canaries.name },
    });
    await inConsent(`ALTER TABLE recipient DROP CONSTRAINT ${constraint}`);
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain(canaries.name);
  });

  it('goes through an answer, an objection and an opt-out, and all of it stands in the export', async () => {
    await touch(kim, 'replies', { text: `Who are you? ${canaries.reply}` });
    await touch(kim, 'replies', { text: `Could you stop writing to me, ${canaries.reply}?` });
    await touch(kim, 'replies', { text: 'STOP' });
    await eventually(async () => {
      const { consents } = await must('GET', `/v1/recipients/${kim.id}/consents`);
      const states = (consents as { state: string }[]).map(({ state }) => state);
      expect(states).toEqual(expect.arrayContaining(['objected', 'withdrawn']));
    });
    const known = await must('GET', `/v1/recipients/${kim.id}/export?reason=a%20test`);
    const where = (word: string): string[] =>
      ['consent', 'routing', 'delivery', 'receipts'].filter((part) =>
        JSON.stringify(known[part]).includes(word),
      );
    expect({
      number: where(canaries.number),
      email: where(canaries.email),
      name: where(canaries.name),
      order: where(canaries.order),
      wording: where(canaries.wording),
      reply: where(canaries.reply),
    }).toEqual({
      number: ['consent', 'delivery'],
      email: ['consent'],
      name: ['consent', 'routing', 'delivery'],
      order: ['routing', 'delivery'],
      wording: ['consent'],
      reply: ['consent', 'routing'],
    });
  });

  it('goes with an erasure, in every service', async () => {
    expect(canariesIn(await tableTraces(canaries), canaries)).not.toEqual([]);
    expect((await call('DELETE', `/v1/recipients/${kim.id}?reason=a%20test`)).status).toBe(202);
    await eventually(async () => {
      const erasure = await must('GET', `/v1/recipients/${kim.id}/erasure`);
      expect(erasure).toMatchObject({ status: 'erased', reason: 'a test' });
    });
    expect((await call('GET', `/v1/recipients/${kim.id}/export`)).status).toBe(410);
    await fireOnce();
    // Sent rows of an outbox are taken out with the next ones, or a moment later.
    await eventually(async () => {
      const kept = await tableTraces(canaries);
      expect(kept.filter(({ text }) => /^tables: \d\d/.test(text)).length).toBeGreaterThanOrEqual(4);
      expect(canariesIn(kept, canaries)).toEqual([]);
    });
    const answers = await answerTraces(kim.id);
    expect(answers.some(({ text }) => text.includes('its recipient was erased'))).toBe(true);
    expect(canariesIn(answers, canaries)).toEqual([]);
  });

  it('leaves the STOP to whoever gets the number', async () => {
    const heir: Person = { id: fresh('person'), number: kim.number };
    await enterWithCanaries(heir, { ...freshCanaries(), digits: canaries.digits, number: canaries.number });
    await publish(`${name}-heir`, {
      purpose: 'transactional',
      topic: 'order-updates',
      start: { on: `${type}.heir` },
      steps: [{ id: 'tell', send: [{ sms: `${name}-heir-sms` }] }],
    });
    await fire(eventFor(heir, `${type}.heir`));
    const { timeline } = await ended(heir);
    expect(timeline.find(({ what }) => what === 'refused')!.why.rule).toMatch(/suppressed/);
  });

  describe('is not in', () => {
    const places: readonly [string, () => Promise<readonly Trace[]> | readonly Trace[], expected: RegExp][] =
      [
        ['logs', logTraces, /"level":"/],
        ['spans', spanTraces, /hermod.run_id/],
        ['keys and headers of Kafka records', recordTraces, new RegExp(kim.id)],
        ['metrics', metricTraces, /^# TYPE /],
      ];

    it.each(places)('%s', async (_, read, expected) => {
      // Spans leave their processes once a second.
      await eventually(async () => {
        const spans = await exportedSpans();
        const told = new Set(spans.map(({ attributes }) => attributes['hermod.run_id']));
        expect([...runs].filter((run) => !told.has(run))).toEqual([]);
      });
      const traces = await read();
      expect(traces.some(({ text }) => expected.test(text))).toBe(true);
      expect(canariesIn(traces, canaries)).toEqual([]);
    });
  });
});
