import { randomUUID } from 'node:crypto';
import { partitionOf, readDomainEvent } from '@hermod/contracts';
import { openStage, type Stage, tapTopic, type TopicTap } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGateway, startGateway } from './gateway-on-stage.ts';

let stage: Stage;
let tap: TopicTap;
let gateway: RunningGateway;

beforeAll(async () => {
  stage = await openStage({ partitions: 3 });
  gateway = await startGateway(stage);
  tap = await tapTopic(stage, 'hermod.domain-events', 'hermod.domain-events.urgent');
});
afterAll(async () => {
  await gateway.close();
  await tap.stop();
  await stage.close();
});

const event = (more: object = {}) => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/shop',
  type: 'com.shop.order.shipped',
  subject: 'ada',
  time: '2026-11-22T10:00:00Z',
  data: { orderId: 'A-1' },
  ...more,
});

/** The record of an event once Kafka has it. */
async function recordOf(id: string) {
  const [record] = await tap.until(1, ({ value }) => (value as { id?: string } | undefined)?.id === id);
  return record!;
}

describe('an event over HTTP', () => {
  it('is in Kafka when it is answered with 202, keyed and partitioned by its recipient', async () => {
    for (const recipient of ['ada', 'bo', 'customer:4711', 'Åsa', randomUUID()]) {
      const sent = event({ subject: recipient });
      const answer = await gateway.post(sent);
      expect(answer.status).toBe(202);
      expect(await answer.json()).toMatchObject({
        accepted: 1,
        ids: [sent.id],
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      const record = await recordOf(sent.id);
      expect(record).toMatchObject({ topic: 'hermod.domain-events', key: recipient, value: sent });
      expect(record.partition).toBe(partitionOf(recipient, stage.partitions));
      expect(record.headers['content-type']).toMatch(/^application\/cloudevents\+json/);
    }
  });

  it('goes by its recipient rather than its subject, and urgent when it says so', async () => {
    const sent = event({ subject: 'order A-1', recipient: 'ada', priority: 'urgent' });
    expect((await gateway.post(sent)).status).toBe(202);
    expect(await recordOf(sent.id)).toMatchObject({
      topic: 'hermod.domain-events.urgent',
      key: 'ada',
      value: sent,
    });
  });

  it('may be plain JSON, and may be in binary mode with percent-encoded headers', async () => {
    const plain = event();
    expect((await gateway.post(plain, 'application/json')).status).toBe(202);
    expect((await recordOf(plain.id)).value).toEqual(plain);

    const id = randomUUID();
    const answer = await gateway.post({ orderId: 'A-1' }, 'application/json', {
      'ce-specversion': '1.0',
      'ce-id': id,
      'ce-source': '/caf%C3%A9',
      'ce-type': 'com.shop.order.shipped',
      'ce-subject': 'ada',
    });
    expect(answer.status).toBe(202);
    const record = await recordOf(id);
    expect(readDomainEvent(record.text, record.headers)).toMatchObject({
      id,
      source: '/café',
      subject: 'ada',
      datacontenttype: 'application/json',
      data: { orderId: 'A-1' },
    });
  });

  it('continues the trace of its sender, or starts one', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const continued = event();
    const answer = await gateway.post(continued, undefined, {
      traceparent: `00-${traceId}-00f067aa0ba902b7-00`,
    });
    expect(await answer.json()).toMatchObject({ traceId });
    expect((await recordOf(continued.id)).headers['traceparent']).toContain(traceId);

    const begun = event();
    const response = await gateway.post(begun);
    const started = (await response.json()) as { traceId: string };
    expect(response.headers.get('traceresponse')).toContain(started.traceId);
    expect((await recordOf(begun.id)).headers['traceparent']).toMatch(
      new RegExp(`^00-${started.traceId}-[0-9a-f]{16}-00$`),
    );
  });

  it('comes in batches that are taken as a whole', async () => {
    const batch = [event(), event({ subject: 'bo', priority: 'urgent' }), event({ subject: 'cy' })];
    const answer = await gateway.post(batch, 'application/cloudevents-batch+json');
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ accepted: 3, ids: batch.map(({ id }) => id) });
    for (const { id } of batch) await recordOf(id);
  });

  it('is refused with its whole batch, naming each mistake', async () => {
    const good = event();
    const batch = [good, { ...event(), source: undefined }, event({ subject: '+46700000001' })];
    const answer = await gateway.post(batch, 'application/cloudevents-batch+json');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: 'EVENT_INVALID',
      field: '[1].source',
      problems: [{ field: '[1].source' }, { field: '[2].subject' }],
    });
    const later = event();
    await gateway.post(later);
    await recordOf(later.id);
    expect(tap.records.some(({ text }) => text.includes(good.id))).toBe(false);
  });

  it('comes a thousand at a time, up to a megabyte, also for one recipient', async () => {
    const batch = Array.from({ length: 1_000 }, () => event({ data: { text: 'x'.repeat(700) } }));
    const answer = await gateway.post(batch, 'application/cloudevents-batch+json');
    expect(answer.status).toBe(202);
    await tap.until(1_000, ({ text }) => text.includes('x'.repeat(700)));
    const order = tap.records
      .filter(({ text }) => text.includes('x'.repeat(700)))
      .map(({ value }) => (value as { id: string }).id);
    expect(order).toEqual(batch.map(({ id }) => id));
  });
});

describe('a bad event', () => {
  const ofSize = (bytes: number) => event({ data: 'x'.repeat(bytes) });
  const nested = (levels: number) =>
    `{"specversion":"1.0","data":${'['.repeat(levels)}${']'.repeat(levels)}}`;

  it.each([
    ['without a recipient', event({ subject: undefined }), 400, 'EVENT_INVALID', 'subject'],
    ['for a phone number', event({ recipient: '+46 70 000 00 01' }), 400, 'EVENT_INVALID', 'recipient'],
    ['for a mail address', event({ subject: 'ada@example.org' }), 400, 'EVENT_INVALID', 'subject'],
    ['without a source', event({ source: undefined }), 400, 'EVENT_INVALID', 'source'],
    ['of another version', event({ specversion: '0.3' }), 400, 'EVENT_INVALID', 'specversion'],
    ['that is no JSON', '{"specversion":', 400, 'EVENT_NOT_JSON', 'body'],
    ['that is empty', '', 400, 'EVENT_NOT_JSON', 'body'],
    ['that is null', 'null', 400, 'EVENT_INVALID', 'body'],
    ['nested too deeply', nested(100), 400, 'EVENT_INVALID', 'data'],
    ['nested absurdly deeply', nested(100_000), 400, 'EVENT_INVALID', 'data'],
    ['over 256 kB', ofSize(256 * 1024), 413, 'EVENT_TOO_LARGE', 'body'],
    ['over the limit of a request', ofSize(1024 * 1024), 413, 'BODY_TOO_LARGE', undefined],
  ])('%s is answered with its field and fix', async (_what, sent, status, code, field) => {
    const answer = await gateway.post(sent);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({
      status,
      code,
      ...(field === undefined ? {} : { field }),
      fix: expect.any(String),
    });
  });

  it('that is no CloudEvent is told how to become one', async () => {
    for (const contentType of ['application/json', 'text/plain']) {
      const answer = await gateway.post({ hello: 'world' }, contentType);
      expect(await answer.json()).toMatchObject({
        status: 400,
        code: 'EVENT_NOT_CLOUDEVENTS',
        field: 'specversion',
      });
    }
  });

  it('in binary mode is told of its headers', async () => {
    const answer = await gateway.post('{}', 'application/json', {
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-type': 't',
    });
    expect(await answer.json()).toMatchObject({ status: 400, code: 'EVENT_INVALID', field: 'ce-source' });
    const bad = await gateway.post('{}', 'application/json', { 'ce-specversion': '1.0', 'ce-id': '%' });
    expect(await bad.json()).toMatchObject({ status: 400, code: 'EVENT_INVALID', field: 'ce-id' });
  });

  it('in an empty, endless or mistaken batch is told so', async () => {
    const batch = async (sent: unknown) =>
      (await gateway.post(sent, 'application/cloudevents-batch+json')).json();
    expect(await batch([])).toMatchObject({ status: 400, code: 'EVENT_BATCH_INVALID' });
    expect(await batch(event())).toMatchObject({ status: 400, code: 'EVENT_BATCH_INVALID' });
    expect(await batch(Array.from({ length: 1_001 }, () => 1))).toMatchObject({
      status: 413,
      code: 'EVENT_BATCH_TOO_LARGE',
    });
    expect(await batch([event(), ofSize(300 * 1024)])).toMatchObject({
      status: 413,
      code: 'EVENT_TOO_LARGE',
      field: '[1]',
    });
  });
});

describe('without Kafka', () => {
  it('an event is answered with 503 and when to come back, and the gateway is not ready', async () => {
    const lonely = await startGateway(stage, {}, { KAFKA_BROKERS: '127.0.0.1:1' });
    try {
      const answer = await lonely.post(event());
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('2');
      expect(await answer.json()).toMatchObject({ code: 'KAFKA_UNAVAILABLE', fix: expect.any(String) });
      const ready = await lonely.call('/health/ready');
      expect(await ready.json()).toMatchObject({ gateway: { status: 'unready', failing: ['kafka'] } });
    } finally {
      await lonely.close();
    }
  });
});
