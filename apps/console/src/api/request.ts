import { problemIn, unreachable } from './problem.ts';

/** One call of the API. */
export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  /** These statuses are answers too, not problems. */
  readonly accept?: readonly number[];
  readonly signal?: AbortSignal | undefined;
}

const DEADLINE_MS = 15_000;

/**
 * Calls the API with a key and gives the JSON of its answer.
 * @throws Problem
 */
export async function request<T>(key: string, path: string, call: Call = {}): Promise<T> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const init: RequestInit = {
    method: call.method ?? 'GET',
    headers: {
      authorization: `Bearer ${key}`,
      accept: 'application/json',
      ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
    },
    cache: 'no-store',
    credentials: 'omit',
    signal: call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]),
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  };
  const answer = await answered(path + queryOf(call.query), init);
  const body = await jsonOf(answer);
  if (!answer.ok && !(call.accept ?? []).includes(answer.status)) throw problemIn(answer.status, body);
  return body as T;
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
