import { HermodError } from '@hermod/contracts';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { afterEach, describe, expect, it } from 'vitest';
import { markSpan, startSpan } from './span.ts';
import { startTelemetry } from './start-telemetry.ts';
import { readTraceparent } from './traceparent.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const SAMPLED = `00-${TRACE}-${SPAN}-01`;
const UNSAMPLED = `00-${TRACE}-${SPAN}-00`;

let telemetry = startTelemetry('test', { environment: {} });

/** Telemetry that keeps its spans; unlike the SDK's in-memory exporter also past its shutdown. */
function record(ratio: string): () => Promise<ReadableSpan[]> {
  const spans: ReadableSpan[] = [];
  const exporter: SpanExporter = {
    export(batch, done) {
      spans.push(...batch);
      done({ code: 0 });
    },
    shutdown: () => Promise.resolve(),
  };
  telemetry = startTelemetry('test', {
    exporters: [exporter],
    environment: { OTEL_TRACES_SAMPLER_ARG: ratio },
  });
  return async () => {
    await telemetry.shutdown();
    return spans;
  };
}

afterEach(() => telemetry.shutdown());

describe('with somewhere to send spans', () => {
  it('a span is the child of its sampled parent and hands its own id on', async () => {
    const finished = record('0');
    const span = startSpan('process x', {
      parent: SAMPLED,
      kind: 'consumer',
      attributes: { a: 1, b: undefined },
    });
    span.set({ 'hermod.run_id': 'r' });
    span.end();
    const [recorded] = await finished();
    expect(recorded).toMatchObject({
      name: 'process x',
      kind: SpanKind.CONSUMER,
      parentSpanContext: { traceId: TRACE, spanId: SPAN },
      attributes: { a: 1, 'hermod.run_id': 'r' },
      resource: { attributes: { 'service.name': 'test' } },
    });
    expect(span.traceId).toBe(TRACE);
    expect(readTraceparent(span.traceparent)).toEqual({
      ...recorded!.spanContext(),
      sampled: true,
      traceFlags: undefined,
      traceState: undefined,
    });
  });

  it('a child of an unsampled parent records nothing and hands the parent on', async () => {
    const finished = record('1');
    const span = startSpan('process x', { parent: UNSAMPLED });
    span.set({ a: 1 });
    span.end();
    expect(span).toMatchObject({ traceparent: UNSAMPLED, traceId: TRACE, sampled: false });
    expect(await finished()).toEqual([]);
  });

  it('a timer starts a trace of its own, linked to the first and sampled like it', async () => {
    const finished = record('0');
    const sampled = startSpan('timer.fire', { origin: SAMPLED });
    sampled.end();
    const unsampled = startSpan('timer.fire', { origin: UNSAMPLED });
    unsampled.end();
    const recorded = await finished();
    expect(recorded).toHaveLength(1);
    expect(recorded[0]!.parentSpanContext).toBeUndefined();
    expect(recorded[0]!.links).toMatchObject([{ context: { traceId: TRACE, spanId: SPAN } }]);
    expect(recorded[0]!.attributes).toEqual({ 'hermod.origin_trace_id': TRACE });
    expect(sampled.traceId).not.toBe(TRACE);
    expect(unsampled.sampled).toBe(false);
    expect(unsampled.traceId).not.toBe(TRACE);
  });

  it('a root follows the sampler, and an invalid parent or origin counts as none', async () => {
    const finished = record('1');
    startSpan('root', { parent: 'rubbish', origin: SAMPLED.toUpperCase() }).end();
    const recorded = await finished();
    expect(recorded).toHaveLength(1);
    expect(recorded[0]!.links).toEqual([]);
    record('0');
    const unsampled = startSpan('root', {});
    expect(readTraceparent(unsampled.traceparent)).toMatchObject({ sampled: false });
  });

  it('a mark is kept in an unsampled trace, without duration', async () => {
    const finished = record('0');
    markSpan('refused', { parent: UNSAMPLED, attributes: { 'hermod.rule': 'no-consent' } });
    markSpan('alone', {});
    markSpan('late', { origin: UNSAMPLED });
    const [refused, alone, late] = await finished();
    expect(refused!.spanContext().traceId).toBe(TRACE);
    expect(refused!.parentSpanContext?.spanId).toBe(SPAN);
    expect(refused!.duration).toEqual([0, 0]);
    expect(alone!.parentSpanContext).toBeUndefined();
    expect(late!.attributes).toEqual({ 'hermod.origin_trace_id': TRACE });
  });

  it('a failure names the code and never the words, and is kept even when unsampled', async () => {
    const finished = record('0');
    const error = new HermodError('PROVIDER_REFUSED', 'no such number: +46700000001');
    const sampled = startSpan('send', { parent: SAMPLED });
    sampled.fail(error);
    sampled.end();
    const unsampled = startSpan('send', {
      parent: UNSAMPLED,
      kind: 'client',
      attributes: { 'hermod.run_id': 'r' },
    });
    unsampled.set({ 'hermod.message_id': 'm' });
    unsampled.fail(error);
    unsampled.end();
    const recorded = await finished();
    expect(recorded.map((span) => span.status)).toEqual([
      { code: SpanStatusCode.ERROR, message: 'PROVIDER_REFUSED' },
      { code: SpanStatusCode.ERROR, message: 'PROVIDER_REFUSED' },
    ]);
    expect(recorded[1]).toMatchObject({
      kind: SpanKind.CLIENT,
      attributes: { 'hermod.run_id': 'r', 'hermod.message_id': 'm', 'error.type': 'PROVIDER_REFUSED' },
    });
    expect(recorded[1]!.spanContext().traceId).toBe(TRACE);
  });

  it('begins when it is told to', async () => {
    const finished = record('1');
    startSpan('waited', { startTime: new Date(1_000_000) }).end();
    expect((await finished())[0]!.startTime).toEqual([1000, 0]);
  });
});

describe('with nowhere to send spans', () => {
  it('a trace is handed on as it came, and roots are unsampled', () => {
    const span = startSpan('process x', { parent: SAMPLED });
    span.set({ a: 1 });
    span.fail(new Error('x'));
    span.end();
    markSpan('refused', {});
    expect(span).toMatchObject({ traceparent: SAMPLED, sampled: true });
    expect(startSpan('root', {}).sampled).toBe(false);
  });

  it('a hop in an unsampled trace costs less than a microsecond', () => {
    const hops = 200_000;
    const options = { parent: UNSAMPLED, attributes: { a: 1 } };
    const run = (): number => {
      const from = process.cpuUsage();
      for (let n = 0; n < hops; n++) startSpan('hop', options).end();
      const used = process.cpuUsage(from);
      return (used.user + used.system) / hops;
    };
    expect(Math.min(run(), run(), run())).toBeLessThan(1);
  });
});
