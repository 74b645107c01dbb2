import { problemIn, unreachable } from './problem.ts';

/** One call of the API. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Sent as JSON; text is sent as it is when a content type says what it is. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** These statuses are answers too, not problems. */
  readonly accept?: readonly number[];
  readonly signal?: AbortSignal | undefined;
  /** Until the whole answer is there, in milliseconds. Default 15 s. */
  readonly deadlineMs?: number;
}

/** Calls the API with the key of whoever is signed in. */
export type CallApi = <T>(path: string, how: Call) => Promise<T>;

const DEADLINE_MS = 15_000;

/**
 * Calls the API with a key and gives the JSON of its answer.
 * @throws Problem
 */
export async function request<T>(key: string, path: string, call: Call = {}): Promise<T> {
  const answer = await send(key, path, call);
  return (await jsonOf(answer)) as T;
}

/** A document as its author wrote it, with the tag that names this very text. */
export interface TaggedText {
  readonly text: string;
  readonly etag: string;
}

/**
 * Calls the API with a key and gives the text of its answer.
 * @throws Problem
 */
export async function requestText(key: string, path: string, call: Call = {}): Promise<TaggedText> {
  const answer = await send(key, path, call);
  return { text: await answer.text(), etag: answer.headers.get('etag') ?? '' };
}

/** The answer, if it is none that tells of a problem. */
async function send(key: string, path: string, call: Call): Promise<Response> {
  const deadline = AbortSignal.timeout(call.deadlineMs ?? DEADLINE_MS);
  const init: RequestInit = {
    method: call.method ?? 'GET',
    headers: {
      authorization: `Bearer ${key}`,
      accept: 'application/json',
      ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
      ...call.headers,
    },
    cache: 'no-store',
    credentials: 'omit',
    signal: call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]),
    ...(call.body === undefined ? {} : { body: bodyOf(call) }),
  };
  const answer = await answered(path + queryOf(call.query), init);
  if (answer.ok || (call.accept ?? []).includes(answer.status)) return answer;
  throw problemIn(answer.status, await jsonOf(answer));
}

function bodyOf({ body, contentType }: Call): string {
  return typeof body === 'string' && contentType !== undefined ? body : JSON.stringify(body);
}

async function answered(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    throw unreachable(error);
  }
}

/** Undefined when the body is no JSON, as that of a proxy in between may be. */
async function jsonOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    return undefined;
  }
}

/** `?a=1&b=2` of what has a value; empty when nothing has. */
export function queryOf(query: Call['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString()}`;
}
