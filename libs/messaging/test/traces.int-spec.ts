import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually, produce, tapTopic, type TopicTap } from '@hermod/testing';
import { readTraceparent, startTelemetry } from '@hermod/telemetry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig, type Rig } from './rig.ts';
import { receipt, requested, wire } from './samples.ts';

interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

const spans: OtlpSpan[] = [];
let collector: Server;
let telemetry: ReturnType<typeof startTelemetry>;
let rig: Rig;
let tap: TopicTap;

beforeAll(async () => {
  collector = createServer((request, response) => {
    void text(request).then((body) => {
      const { resourceSpans } = JSON.parse(body) as {
        resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
      };
      spans.push(...resourceSpans.flatMap((part) => part.scopeSpans.flatMap((scope) => scope.spans)));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_TRACES_SAMPLER_ARG: '0',
  };
  telemetry = startTelemetry('routing', { environment });
  rig = await openRig({ partitions: 1 });
  tap = await tapTopic(rig.stage, 'hermod.message-requested');
  // Each receipt leads to a message, in the trace of the receipt.
  await rig.open({
    handler: (facts, unit) => {
      for (const { recipient, traceparent } of facts) {
        const fact = requested(recipient, 1);
        unit.publish('messageRequested', fact, { recipient, id: fact.messageId, traceparent });
      }
      return Promise.resolve();
    },
  });
});
afterAll(async () => {
  await tap.stop();
  await rig.close();
  await telemetry.shutdown();
  collector.closeAllConnections();
  collector.close();
});

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SAMPLED = `00-${TRACE}-00f067aa0ba902b7-01`;
const UNSAMPLED = `00-${TRACE.replace('4b', '5c')}-00f067aa0ba902b7-00`;

async function publishedFor(recipient: string): Promise<string | undefined> {
  const [record] = await tap.until(1, ({ key }) => key === recipient);
  return record!.headers['traceparent'];
}

test('the span of a sampled fact is its child, and the parent of what is published because of it', async () => {
  await produce(
    rig.stage,
    wire('receiptRecorded', receipt('traced', 1), { traceparent: SAMPLED }),
    wire('receiptRecorded', receipt('neighbour', 1), { traceparent: UNSAMPLED }),
  );
  const published = readTraceparent(await publishedFor('traced'));
  const span = await eventually(() => {
    const found = spans.find(({ name }) => name === 'process hermod.receipt-recorded');
    if (found === undefined) throw new Error('no span yet');
    return found;
  });
  expect(span).toMatchObject({ traceId: TRACE, parentSpanId: '00f067aa0ba902b7' });
  expect(published).toMatchObject({ traceId: TRACE, spanId: span.spanId, sampled: true });
  const attributes = Object.fromEntries(span.attributes.map(({ key, value }) => [key, value.stringValue]));
  expect(attributes).toMatchObject({
    'hermod.run_id': receipt('traced', 1).runId,
    'hermod.message_id': receipt('traced', 1).messageId,
    'messaging.destination.name': 'hermod.receipt-recorded',
  });
});

test('an unsampled trace passes on unchanged, and without one a new unsampled one begins', async () => {
  expect(await publishedFor('neighbour')).toBe(UNSAMPLED);
  await produce(rig.stage, wire('receiptRecorded', receipt('alone', 1)));
  const published = readTraceparent(await publishedFor('alone'));
  expect(published).toMatchObject({ sampled: false });
  expect(published!.traceId).not.toBe(TRACE);
  expect(spans.filter(({ name }) => name.startsWith('process'))).toHaveLength(1);
});
