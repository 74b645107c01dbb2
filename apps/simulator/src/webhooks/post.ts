import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** Something that the outside world tells Hermod: posted, or brought over a connection of its protocol. */
export type Outgoing = Post | Bring;

/** What is brought otherwise than by a post: a `deliver_sm`, a mail. It rejects when it was not taken. */
export interface Bring {
  readonly protocol: string;
  readonly bring: () => Promise<void>;
}

/** A webhook. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Connections that are kept open between posts, one pool per scheme. */
export interface Connections {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** Opens a pool of at most `maxSockets` connections per origin. */
export function openConnections(maxSockets: number): Connections {
  const options = { keepAlive: true, maxSockets };
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

/**
 * Posts once and gives the status of the answer; its body is thrown away. `node:http` rather than `fetch`: the
 * simulator reports a thousand times a second on the cores that it shares with what it measures.
 * @throws Error when there is no complete answer within `deadlineMs`.
 */
export function post(connections: Connections, outgoing: Post, deadlineMs: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = new URL(outgoing.url);
    const isSecure = url.protocol === 'https:';
    const headers = { ...outgoing.headers, 'content-length': Buffer.byteLength(outgoing.body) };
    const call = isSecure
      ? httpsRequest(url, { method: 'POST', headers, agent: connections.https })
      : httpRequest(url, { method: 'POST', headers, agent: connections.http });
    const deadline = setTimeout(
      () => call.destroy(new Error(`no answer within ${deadlineMs} ms`)),
      deadlineMs,
    );
    const fail = (error: Error) => {
      clearTimeout(deadline);
      reject(error);
    };
    call.on('error', fail);
    call.on('response', (response) => {
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(deadline);
        resolve(response.statusCode ?? 0);
      });
      response.resume();
    });
    call.end(outgoing.body);
  });
}
