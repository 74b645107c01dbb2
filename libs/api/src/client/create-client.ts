import { ALL_OPERATIONS, type OperationId } from '../operations.ts';
import type { Operation } from '../operation.ts';
import { ApiUnreachable } from './api-error.ts';
import type { AnswerOf, CallOptions, Reply, RequestArguments } from './operation-types.ts';
import { readReply } from './read-reply.ts';
import { type AnyRequest, toUrl } from './request-url.ts';

export interface ClientOptions {
  /** Where the gateway is, such as `http://127.0.0.1:8080`; empty for the origin of the page. */
  readonly baseUrl: string;
  /** Without one only operations that need none can be called. */
  readonly key?: string | undefined;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** For calls that don't name their own, in milliseconds. Default 15 s. */
  readonly deadlineMs?: number;
}

/** Calls the operations of the table. */
export interface ApiClient {
  /**
   * The body of the answer, as the table says.
   * @throws ApiProblem when the API says no, ApiUnreachable when there is no readable answer in time
   */
  call<Id extends OperationId>(id: Id, ...request: RequestArguments<Id>): Promise<AnswerOf<Id>>;
  /** The same with status and headers. */
  send<Id extends OperationId>(id: Id, ...request: RequestArguments<Id>): Promise<Reply<AnswerOf<Id>>>;
  /** The body as text, in the media type that `accept` names. */
  text<Id extends OperationId>(id: Id, ...request: RequestArguments<Id>): Promise<string>;
}

const DEADLINE_MS = 15_000;
const BY_ID: ReadonlyMap<string, Operation> = new Map(
  ALL_OPERATIONS.map((described) => [described.id, described]),
);

/** A client of the HTTP API. Types come from the table; answers are not validated again. */
export function createClient(options: ClientOptions): ApiClient {
  const exchange = async (
    id: OperationId,
    request: AnyRequest & CallOptions = {},
  ): Promise<Reply<string>> => {
    const described = BY_ID.get(id);
    if (described === undefined) throw new TypeError(`there is no operation ${id}`);
    const deadline = AbortSignal.timeout(request.deadlineMs ?? options.deadlineMs ?? DEADLINE_MS);
    const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
    const fetched = options.fetch ?? globalThis.fetch.bind(globalThis);
    try {
      const response = await fetched(
        toUrl(options.baseUrl, described.path, request),
        toInit(described, request, options.key, signal),
      );
      return await readReply(response, described);
    } catch (error) {
      if (request.signal?.aborted === true) throw request.signal.reason;
      throw deadline.aborted ? tooLate(described, error) : toUnreachable(described, error);
    }
  };
  const send = async (id: OperationId, request?: AnyRequest & CallOptions): Promise<Reply<unknown>> => {
    const { body, ...around } = await exchange(id, request);
    return { ...around, body: bodyOf(body, around.headers) };
  };
  // The table's types are put on here, once; `call` and `send` are typed by it.
  return {
    send,
    call: async (id: OperationId, request?: AnyRequest & CallOptions) => (await send(id, request)).body,
    text: async (id: OperationId, request?: AnyRequest & CallOptions) => (await exchange(id, request)).body,
  } as ApiClient;
}

function toInit(
  described: Operation,
  request: AnyRequest & CallOptions,
  key: string | undefined,
  signal: AbortSignal,
): RequestInit {
  const headers: Record<string, string> = { accept: request.accept ?? acceptOf(described) };
  for (const [name, value] of Object.entries({ ...request.headers, ...request.extraHeaders })) {
    if (value !== undefined) headers[name] = String(value);
  }
  if (key !== undefined) headers['authorization'] = `Bearer ${key}`;
  const base: RequestInit = {
    method: described.method,
    headers,
    signal,
    redirect: 'error',
    cache: 'no-store',
  };
  if (request.body === undefined) return base;
  headers['content-type'] = request.contentType ?? Object.keys(described.body ?? {})[0] ?? 'application/json';
  return { ...base, body: typeof request.body === 'string' ? request.body : JSON.stringify(request.body) };
}

function acceptOf({ answers }: Operation): string {
  const types = new Set(Object.values(answers).flatMap(({ content = {} }) => Object.keys(content)));
  return types.has('application/json') || types.size === 0 ? 'application/json' : [...types].join(', ');
}

function bodyOf(text: string, headers: Headers): unknown {
  if (text === '') return undefined;
  if (!/^application\/([\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiUnreachable('unreadable', 'the answer is no JSON', cause);
  }
}

function tooLate({ method, path }: Operation, cause: unknown): ApiUnreachable {
  return new ApiUnreachable('deadline', `${method} ${path} was not answered in time`, cause);
}

/** What the table's own errors say stays; anything else is a connection that failed. */
function toUnreachable({ method, path }: Operation, error: unknown): unknown {
  if (error instanceof TypeError)
    return new ApiUnreachable('network', `${method} ${path} could not be reached`, error);
  return error;
}
