import { Readable } from 'node:stream';
import { HermodError } from '@hermod/contracts';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { Agent, type Dispatcher } from 'undici';
import type { BackService } from '../config.ts';

/** Over the wire to a service: everything but the address. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query, exactly as they should arrive. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** A stream is sent as it comes, and never a second time. */
  readonly body?: Buffer | Readable | undefined;
  /** For whom. */
  readonly caller: { readonly keyId: string; readonly scopes: readonly string[] };
  /** Until the whole answer is there, in milliseconds; default 10 s. */
  readonly deadlineMs?: number;
  /** Nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Unread; whoever takes an answer reads or destroys it. */
  readonly body: Dispatcher.ResponseData['body'];
}

const DEADLINE_MS = 10_000;
const CONNECT_MS = 2_000;

/** The services' HTTP APIs. Every request carries a principal, because services answer nobody else. */
export class Services {
  readonly #origins: Readonly<Record<BackService, readonly string[]>>;
  readonly #principalSecret: string;
  readonly #agent = new Agent({ connections: 64, keepAliveTimeout: 4_000, connect: { timeout: CONNECT_MS } });
  #turn = 0;

  constructor(origins: Readonly<Record<BackService, readonly string[]>>, principalSecret: string) {
    this.#origins = origins;
    this.#principalSecret = principalSecret;
  }

  /** Where the instances of a service listen. */
  instances(service: BackService): readonly string[] {
    return this.#origins[service];
  }

  /**
   * Asks an instance of a service, another one when that can't be reached at all.
   * @throws HermodError SERVICE_UNAVAILABLE, GATEWAY_TIMEOUT or BAD_GATEWAY.
   */
  async ask(service: BackService, request: ServiceRequest): Promise<ServiceAnswer> {
    const origins = this.#origins[service];
    const first = this.#turn++;
    let error: unknown;
    for (let n = 0; n < origins.length; n++) {
      try {
        return await this.askInstance(origins[(first + n) % origins.length]!, request);
      } catch (reason) {
        error = reason;
        // Anything else may have reached the service, and is not repeated.
        if (!neverArrived(reason) || request.body instanceof Readable) break;
      }
    }
    throw problemOf(service, error);
  }

  /** Asks one instance, and rejects with the client's own error. */
  async askInstance(origin: string, request: ServiceRequest): Promise<ServiceAnswer> {
    const { keyId, scopes } = request.caller;
    const deadlineMs = request.deadlineMs ?? DEADLINE_MS;
    const late = AbortSignal.timeout(deadlineMs);
    const answer = await this.#agent.request({
      origin,
      method: request.method,
      path: request.path,
      headers: {
        ...request.headers,
        [PRINCIPAL_HEADER]: freshPrincipal(scopes, keyId, this.#principalSecret),
      },
      body: request.body ?? null,
      signal: request.signal === undefined ? late : AbortSignal.any([late, request.signal]),
      headersTimeout: deadlineMs,
      bodyTimeout: deadlineMs,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }
}

const NEVER_ARRIVED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function neverArrived(error: unknown): boolean {
  return NEVER_ARRIVED.has(codeOf(error));
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function problemOf(service: BackService, cause: unknown): HermodError {
  // What was wrong with a stream that was passed on.
  if (cause instanceof HermodError) return cause;
  const fix = 'try again in a moment; /health/ready tells what is missing';
  if (neverArrived(cause))
    return new HermodError('SERVICE_UNAVAILABLE', `${service} is not running`, { fix, cause });
  if (['TimeoutError', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'].includes(codeOf(cause))) {
    return new HermodError('GATEWAY_TIMEOUT', `${service} has not answered in time`, { fix, cause });
  }
  return new HermodError('BAD_GATEWAY', `${service} broke off the request`, { fix, cause });
}

const MOST_BYTES = 4 * 1024 * 1024;

/**
 * The whole body of an answer as text.
 * @throws HermodError BAD_GATEWAY over `mostBytes`, by default 4 MiB.
 */
export async function readAnswer(answer: ServiceAnswer, mostBytes = MOST_BYTES): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    const piece = Buffer.from(chunk as Uint8Array);
    bytes += piece.length;
    if (bytes > mostBytes) throw new HermodError('BAD_GATEWAY', 'a service answered with too much');
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}
