import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { System } from '@hermod/infra';

/** A span as it was exported, flattened. */
export interface ExportedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly links: readonly { readonly traceId: string }[];
}

export interface Backstage {
  readonly url: string;
  give(system: System): void;
  close(): Promise<void>;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: string | number };
}

/**
 * Runs beside the system, because stories run in processes of their own: takes spans (OTLP/HTTP with JSON,
 * `POST /v1/traces`), shows them (`GET /spans`), and sends signals (`POST /kill/<service>/<instance>`).
 */
export async function openBackstage(): Promise<Backstage> {
  const spans: ExportedSpan[] = [];
  let system: System | undefined;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (request.url === '/v1/traces') spans.push(...readSpans(JSON.parse(body)));
      const [, service, instance] = /^\/kill\/(\w+)\/(\d+)$/.exec(request.url ?? '') ?? [];
      if (service !== undefined)
        system?.kill(service as Parameters<System['kill']>[0], 'SIGKILL', Number(instance));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(request.url === '/spans' ? spans : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    give: (given) => (system = given),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes?: readonly OtlpAttribute[];
  readonly links?: readonly { readonly traceId: string }[];
}

interface OtlpExport {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

function readSpans(exported: OtlpExport): ExportedSpan[] {
  return exported.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = textOf(resource.attributes)['service.name'] ?? '';
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ name, traceId, spanId, parentSpanId = '', attributes = [], links = [] }) => ({
        service,
        name,
        traceId,
        spanId,
        parentSpanId,
        attributes: textOf(attributes),
        links,
      })),
    );
  });
}

function textOf(attributes: readonly OtlpAttribute[]): Record<string, string> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue ?? '')]),
  );
}
