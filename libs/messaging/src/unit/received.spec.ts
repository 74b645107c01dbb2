import { deriveId, FLOW, readingOf } from '@hermod/contracts';
import { describe, expect, it } from 'vitest';
import type { SourceRecord } from '../ports.ts';
import { inboxKeyOf, isWanted, readFact } from './received.ts';

const receipt = {
  messageId: deriveId('m'),
  runId: null,
  recipient: 'ada',
  kind: 'opened',
  at: '2026-11-22T09:00:00Z',
  recordedAt: '2026-11-22T09:00:01Z',
};
const fact: SourceRecord = {
  topic: 'hermod.receipt-recorded',
  partition: 1,
  offset: '5',
  key: 'ada',
  value: Buffer.from(JSON.stringify(receipt)),
  headers: { ce_id: 'r1', ce_source: 'hermod/receipts', ce_time: '2026-11-22T09:00:02Z', revision: '7' },
};
const event: SourceRecord = {
  topic: 'hermod.domain-events.urgent',
  partition: 2,
  offset: '6',
  key: 'whatever',
  value: Buffer.from('{"total":1}'),
  headers: {
    ce_specversion: '1.0',
    ce_id: 'e1',
    ce_source: '/shop',
    ce_type: 'com.shop.order.shipped',
    ce_recipient: 'ada',
    traceparent: 'tp',
  },
};

describe('a record that came from Kafka', () => {
  it('is read as the fact it is', () => {
    expect(readFact(fact)).toMatchObject({
      entry: FLOW.receiptRecorded,
      lane: 'plain',
      partition: 1,
      id: 'r1',
      source: 'hermod/receipts',
      recipient: 'ada',
      revision: 7,
      time: new Date('2026-11-22T09:00:02Z'),
      data: receipt,
      traceparent: undefined,
      inboxKey: inboxKeyOf('hermod/receipts', 'r1'),
    });
  });

  it('is read as the event it is: about whom it says, whatever its key', () => {
    expect(readFact(event)).toMatchObject({
      entry: FLOW.domainEvents,
      lane: 'urgent',
      recipient: 'ada',
      revision: 0,
      data: { id: 'e1', data: { total: 1 } },
      traceparent: 'tp',
      inboxKey: inboxKeyOf('/shop', 'e1'),
    });
  });

  it('of no Kafka topic of the flow is refused', () => {
    expect(() => readFact({ ...fact, topic: 'elsewhere' })).toThrow(
      expect.objectContaining({ code: 'FACT_UNKNOWN_TOPIC', field: 'topic' }),
    );
  });
});

describe('what a reader wants', () => {
  const routing = readingOf(FLOW.messageDecided, 'routing')!;
  const decided = (decision?: string): SourceRecord => ({
    ...fact,
    topic: 'hermod.message-decided',
    headers: { ...fact.headers, ...(decision === undefined ? {} : { decision }) },
  });

  it.each([
    ['refused', true],
    ['deferred', true],
    ['permitted', false],
    [undefined, false],
  ])('stands in the headers: %s is wanted: %s', (decision, wanted) => {
    expect(isWanted(decided(decision), routing)).toBe(wanted);
  });

  it('is everything where nothing is chosen, and what is no fact at all, so that it does not vanish', () => {
    expect(isWanted(decided('permitted'), { service: 'routing', to: 'read all' })).toBe(true);
    expect(isWanted({ ...decided('permitted'), headers: {} }, routing)).toBe(true);
  });

  it.each([
    ['routing', true],
    ['delivery', false],
  ])('is not what is replayed for another service: %s', (service, wanted) => {
    const replayed = { ...fact, headers: { ...fact.headers, replay_for: service } };
    expect(isWanted(replayed, { service: 'routing', to: 'read all' })).toBe(wanted);
  });
});

describe('the key by which a fact is known', () => {
  it('tells source and id apart', () => {
    expect(inboxKeyOf('a', 'bc')).toMatch(/^[0-9a-f]{32}$/);
    expect(inboxKeyOf('a', 'bc')).not.toBe(inboxKeyOf('ab', 'c'));
    expect(inboxKeyOf('a', 'bc')).toBe(inboxKeyOf('a', 'bc'));
  });
});
