import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { startSpan } from './span.ts';
import { startTelemetry } from './start-telemetry.ts';

interface Received {
  path: string | undefined;
  body: unknown;
}

let server: Server | undefined;

/** A collector that keeps what it is sent. */
async function openSink(): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const sink = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ path: request.url, body: JSON.parse(body) });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server = sink;
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(sink.address() as AddressInfo).port}`, received };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const ORIGIN = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('telemetry', () => {
  it('sends OTLP as JSON over HTTP, with parents and links', async () => {
    const sink = await openSink();
    const telemetry = startTelemetry('routing', { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url } });
    const fired = startSpan('timer.fire', { origin: ORIGIN });
    startSpan('publish', { parent: fired.traceparent, kind: 'producer' }).end();
    fired.end();
    await telemetry.shutdown();
    const body = sink.received[0]!.body as {
      resourceSpans: { resource: unknown; scopeSpans: { spans: Record<string, unknown>[] }[] }[];
    };
    expect(sink.received[0]!.path).toBe('/v1/traces');
    expect(body.resourceSpans[0]!.resource).toMatchObject({
      attributes: expect.arrayContaining([{ key: 'service.name', value: { stringValue: 'routing' } }]),
    });
    const [child, root] = body.resourceSpans[0]!.scopeSpans[0]!.spans;
    expect(root).toMatchObject({
      name: 'timer.fire',
      traceId: fired.traceId,
      links: [{ traceId: ORIGIN.slice(3, 35), spanId: ORIGIN.slice(36, 52) }],
    });
    expect(root!['parentSpanId']).toBeUndefined();
    expect(child).toMatchObject({ name: 'publish', traceId: fired.traceId, parentSpanId: root!['spanId'] });
  });

  it('lets the process end in order within two seconds, though the collector never answers', async () => {
    const silent = createServer((request) => request.resume());
    server = silent;
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const telemetry = startTelemetry('routing', { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: url } });
    startSpan('publish', { origin: ORIGIN }).end();
    const askedAt = performance.now();
    await telemetry.shutdown();
    expect(performance.now() - askedAt).toBeLessThan(3_000);
  });

  it('sends to Zipkin with the origin as an attribute', async () => {
    const sink = await openSink();
    const telemetry = startTelemetry('routing', { environment: { HERMOD_ZIPKIN_URL: `${sink.url}/` } });
    startSpan('timer.fire', { origin: ORIGIN }).end();
    await telemetry.shutdown();
    expect(sink.received[0]).toMatchObject({
      path: '/api/v2/spans',
      body: [
        {
          name: 'timer.fire',
          localEndpoint: { serviceName: 'routing' },
          tags: { 'hermod.origin_trace_id': ORIGIN.slice(3, 35) },
        },
      ],
    });
  });

  it.each([
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'many'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector'],
    ['HERMOD_ZIPKIN_URL', '9411'],
  ])('refuses %s=%s and says what to set', (variable, value) => {
    expect(() => startTelemetry('routing', { environment: { [variable]: value } })).toThrowError(
      expect.objectContaining({
        code: 'TELEMETRY_BAD_SETTING',
        field: variable,
        fix: expect.stringContaining(variable),
      }),
    );
  });
});
