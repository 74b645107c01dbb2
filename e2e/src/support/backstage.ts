import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceName, System } from '@hermod/infra';

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
  /** Takes a line for people from the system's supervisor. */
  readonly tell: (line: string) => void;
  close(): Promise<void>;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: string | number };
}

/**
 * Runs beside the system, because stories run in processes of their own: takes spans (OTLP/HTTP with JSON,
 * `POST /v1/traces`), shows them (`GET /spans`, and `GET /exports` word for word) and what the supervisor told
 * (`GET /told`), kills (`POST /kill/<service>/<instance>`), and restarts in order
 * (`POST /restart/<service>/<instance>`, answered when the process is ready again).
 */
export async function openBackstage(): Promise<Backstage> {
  const spans: ExportedSpan[] = [];
  const exports: string[] = [];
  const told: string[] = [];
  let system: System | undefined;
  const server = createServer((request, response) => {
    void answer(request).then(
      (body) => respond(response, 200, body),
      (error: unknown) => respond(response, 500, { error: String(error) }),
    );
  });
  const answer = async (request: IncomingMessage): Promise<object> => {
    const { url = '' } = request;
    const body = await bodyOf(request);
    if (url === '/spans') return spans;
    if (url === '/exports') return exports;
    if (url === '/told') return told;
    if (url === '/v1/traces') {
      exports.push(body);
      spans.push(...readSpans(JSON.parse(body) as OtlpExport));
    }
    const [, what, service, instance] = /^\/(kill|restart)\/(\w+)\/(\d+)$/.exec(url) ?? [];
    if (what === 'kill') system?.kill(service as ServiceName, 'SIGKILL', Number(instance));
    if (what === 'restart') await system?.restart(service as ServiceName, Number(instance));
    return {};
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tell: (line) => told.push(line),
    give: (given) => (system = given),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
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
