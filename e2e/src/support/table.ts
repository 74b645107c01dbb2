import { findBreaches, matchOperation } from '@hermod/api';
import { system } from './hermod.ts';

/** An answer, and what the table of operations has against it. */
export interface HeldAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** `getRun 200`, as the table names it; undefined for a request that is no operation. */
  readonly seen: string | undefined;
  readonly breaches: readonly string[];
}

const DEADLINE_MS = 15_000;

/** Calls the public API with the key (unless the headers say otherwise), and holds the answer to the table. */
export async function callByTable(
  method: string,
  path: string,
  body?: string | object,
  headers: Record<string, string> = {},
): Promise<HeldAnswer> {
  const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
  const response = await fetch(system.gatewayUrl + path, {
    method,
    headers: { authorization: `Bearer ${system.apiKey}`, ...type, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    // What a redirect answers is another operation.
    redirect: 'manual',
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  const text = await response.text();
  const { status } = response;
  const described = matchOperation(method, path.split('?', 1)[0] ?? '');
  const given = { status, contentType: response.headers.get('content-type'), body: text };
  return {
    status,
    text,
    headers: response.headers,
    seen: described === undefined ? undefined : `${described.id} ${status}`,
    breaches: described === undefined ? [] : findBreaches(described, given),
  };
}
