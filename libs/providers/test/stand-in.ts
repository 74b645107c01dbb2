/** A server on loopback that stands in for a provider and misbehaves on request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived, whole. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the server does once it has read a request. */
export type Behaviour = (response: ServerResponse, request: Arrived) => void;

export interface StandIn extends AsyncDisposable {
  readonly url: string;
  readonly arrived: Arrived[];
  /** Connections since the start. */
  readonly connections: () => number;
  behave(behaviour: Behaviour): void;
  /** Resolves when so many requests have arrived. */
  hasArrived(count: number): Promise<void>;
}

export async function openStandIn(): Promise<StandIn> {
  let behaviour: Behaviour = json(200, {});
  let connections = 0;
  const arrived: Arrived[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const whole = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      arrived.push(whole);
      for (const one of waiting) if (arrived.length >= one.count) one.resolve();
      behaviour(response, whole);
    });
  });
  server.on('connection', () => (connections += 1));
  const url = await listening(server);
  return {
    url,
    arrived,
    connections: () => connections,
    behave: (next) => void (behaviour = next),
    hasArrived: (count) =>
      new Promise((resolve) => (arrived.length >= count ? resolve() : waiting.push({ count, resolve }))),
    [Symbol.asyncDispose]: () => closed(server),
  };
}

/** The URL of a port on which nobody listens. */
export async function deserted(): Promise<string> {
  const server = createServer();
  const url = await listening(server);
  await closed(server);
  return url;
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Behaviour {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function html(status: number): Behaviour {
  return (response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Sorry</body></html>');
}

/** The request was read; whether it was carried out, nobody knows. */
export const reset: Behaviour = (response) => response.socket?.resetAndDestroy();

export const silence: Behaviour = () => undefined;

export function brokenOff(status: number, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': '1000', ...headers });
    response.write('{"id": "x', () => response.socket?.destroy());
  };
}

export function tooLong(status: number): Behaviour {
  return json(status, { id: 'x', sid: 'x', name: 'x', padding: 'x'.repeat(70_000) });
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
