import { eventually } from '@hermod/testing';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  call,
  ended,
  enter,
  eventFor,
  fire,
  fresh,
  messagesOn,
  must,
  type Person,
  publish,
  system,
} from './support/hermod.ts';

interface DeadLetter {
  readonly id: string;
  readonly service: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly code: string;
  readonly traceId?: string;
  readonly deadAt: string;
  readonly replayedAt?: string;
}

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** Waits until that many dead letters stand under a person's key; newest first. */
function deadLettersOf({ id }: Person, count: number, query = ''): Promise<DeadLetter[]> {
  return eventually(
    async () => {
      const { deadLetters } = await must('GET', `/v1/dead-letters?limit=200${query}`);
      const found = (deadLetters as (DeadLetter & { key: string })[]).filter(({ key }) => key === id);
      expect(found).toHaveLength(count);
      return found;
    },
    { timeoutMs: 30_000 },
  );
}

/** How often a provider was called for a phone. */
async function callsFor({ number }: Person): Promise<number> {
  const response = await fetch(`${system.simulatorUrl}/ledger`, { signal: AbortSignal.timeout(10_000) });
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.filter((line) => (JSON.parse(line) as { recipient: string | null }).recipient === number)
    .length;
}

/** A statement in consent's schema. */
async function inConsent(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: system.databaseUrls.consent });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A rule that somebody added to consent's tables, and that nobody's message passes. @returns the way to mend it. */
async function breakDecisionsAbout({ id }: Person): Promise<() => Promise<void>> {
  const name = fresh('broken').replace('-', '_');
  await inConsent(`
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the rule % is not met', TG_NAME; END $$;
    CREATE TRIGGER ${name} BEFORE INSERT ON decision
      FOR EACH ROW WHEN (NEW.recipient_id = '${id}') EXECUTE FUNCTION ${name}()`);
  return () => inConsent(`DROP TRIGGER ${name} ON decision; DROP FUNCTION ${name}()`);
}

describe('what could not be handled', () => {
  const name = fresh('dead');
  const type = `com.shop.${name}`;

  beforeAll(() =>
    publish(name, {
      purpose: 'transactional',
      topic: 'order-updates',
      start: { on: type },
      steps: [{ id: 'tell', send: [{ sms: `${name}-sms` }] }],
    }),
  );

  it('is listed, looked into and, once it is mended, replayed: the message is sent once', async () => {
    const kim = await enter();
    const mend = await breakDecisionsAbout(kim);
    await fire(eventFor(kim, type));
    const [letter] = await deadLettersOf(kim, 1, '&service=consent&topic=hermod.message-requested');
    expect(letter).toMatchObject({ service: 'consent', topic: 'hermod.message-requested', code: 'P0001' });
    expect(letter!.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(letter).not.toHaveProperty('value');
    const look = await must('GET', `/v1/dead-letters/${letter!.id}`);
    expect(JSON.parse(look['value'] as string)).toMatchObject({
      recipient: kim.id,
      intent: { journey: name },
    });
    expect(look['headers']).toMatchObject({ ce_type: 'hermod.message-requested', ce_subject: kim.id });
    expect(await messagesOn(kim)).toEqual([]);

    await mend();
    const replay = () => must('POST', `/v1/dead-letters/${letter!.id}/replay`);
    const [first, ...others] = await Promise.all([replay(), replay(), replay()]);
    expect(first!['replayedAt']).toBeTypeOf('string');
    for (const other of others) expect(other).toEqual(first);
    expect((await ended(kim)).outcome).toBe('sent');
    expect(await replay()).toEqual(first);

    // What comes behind the replays on the same way has arrived: they have been read, all of them.
    await fire(eventFor(kim, type));
    await eventually(async () => expect((await messagesOn(kim)).length).toBeGreaterThan(1), {
      timeoutMs: 30_000,
    });
    expect(await messagesOn(kim)).toHaveLength(2);
    expect(await callsFor(kim)).toBe(2);
  });

  it('comes back as another dead letter while it is still wrong', async () => {
    const kim = await enter();
    const kafka = new Kafka({ brokers: system.brokers.split(','), logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 'hermod.domain-events', messages: [{ key: kim.id, value: 'no event' }] });
    await producer.disconnect();
    const [letter] = await deadLettersOf(kim, 1, '&service=routing');
    expect(letter).toMatchObject({ topic: 'hermod.domain-events', code: 'EVENT_NOT_CLOUDEVENTS' });
    expect(await must('GET', `/v1/dead-letters/${letter!.id}`)).toMatchObject({ value: 'no event' });
    await must('POST', `/v1/dead-letters/${letter!.id}/replay`);
    const [again, before] = await deadLettersOf(kim, 2);
    expect(before).toMatchObject({ id: letter!.id, replayedAt: expect.any(String) as unknown });
    expect(again).toMatchObject({ code: letter!.code, partition: letter!.partition });
    expect(again).not.toHaveProperty('replayedAt');
    expect(Number(again!.offset)).toBeGreaterThan(Number(letter!.offset));
  });

  it('is a problem when nobody knows it, and nothing without the key', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/replay'],
    ] as const) {
      expect(await call(method, `/v1/dead-letters/${UNKNOWN}${path}`)).toMatchObject({
        status: 404,
        body: { code: 'DEAD_LETTER_NOT_FOUND', field: 'id' },
      });
      expect((await call(method, `/v1/dead-letters/no-id${path}`)).status).toBe(400);
      const keyless = await call(method, `/v1/dead-letters/${UNKNOWN}${path}`, undefined, {
        authorization: '',
      });
      expect(keyless.status).toBe(401);
    }
  });
});
