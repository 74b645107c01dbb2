import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One post that the simulator made. */
export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Stands in for the gateway: keeps what it is sent, and answers as it is told. */
export interface WebhookSink {
  readonly url: string;
  readonly posts: readonly Posted[];
  /** The first post that matches, as soon as it is there. */
  next(matches: (posted: Posted) => boolean): Promise<Posted>;
  /** The statuses of the next answers; after them, 204. */
  answerNext(...statuses: number[]): void;
  clear(): void;
  close(): Promise<void>;
}

export async function openWebhookSink(): Promise<WebhookSink> {
  let posts: Posted[] = [];
  const statuses: number[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const body = await text(request);
    posts.push({ path: request.url ?? '', headers: request.headers, body });
    response.writeHead(statuses.shift() ?? 204).end();
    for (const look of waiting) look();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    get posts() {
      return posts;
    },
    next: (matches) =>
      new Promise((found) => {
        const look = () => {
          const posted = posts.find(matches);
          if (!posted) return;
          waiting.delete(look);
          found(posted);
        };
        waiting.add(look);
        look();
      }),
    answerNext: (...next) => void statuses.push(...next),
    clear: () => void (posts = []),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
