import type { FastifyRequest } from 'fastify';

/** Who a request comes from. */
export interface Caller {
  /** Names the key; never holds it. */
  readonly keyId: string;
  /** `*` is everything; none for requests without a key, such as webhooks. */
  readonly scopes: readonly string[];
}

export const NOBODY: Caller = { keyId: 'none', scopes: [] };

const callers = new WeakMap<FastifyRequest, Caller>();

/** Remembers who a request comes from, for as long as it lasts. */
export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/** Who a request comes from; nobody unless a key was shown. */
export function callerOf(request: FastifyRequest): Caller {
  return callers.get(request) ?? NOBODY;
}
