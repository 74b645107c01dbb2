import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { ReportBatch } from '@hermod/contracts';
import { readPrincipal } from '@hermod/http';

/** A request as it arrived at a service. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A stand-in for a service behind the gateway: keeps what arrives, answers as the test says. */
export interface BackService {
  readonly origin: string;
  readonly arrived: Arrived[];
  close(): void;
}

/** Listens on a free loopback port. */
export async function openBackService(
  answer: (request: Arrived, response: ServerResponse) => void,
): Promise<BackService> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      arrived.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** What the gateway joined into one request to receipts. */
export const reportsIn = ({ body }: Arrived): ReportBatch => JSON.parse(body.toString('utf8')) as ReportBatch;

/** For whom a request was passed on, as the gateway has signed it. */
export const principalIn = (arrived: Arrived | undefined, secret: string) =>
  readPrincipal(arrived?.headers['x-hermod-principal'] as string, secret, new Date());
