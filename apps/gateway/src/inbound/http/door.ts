import { createHash, timingSafeEqual } from 'node:crypto';
import { HermodError } from '@hermod/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { keysUnavailable } from '../../application/key-errors.ts';
import type { KeyRing } from '../../application/key-ring.ts';
import { type Caller, setCaller } from './caller.ts';
import { rateLimitOf, type RateLimits } from './rate-limits.ts';

const LOCAL_ADMIN: Caller = { keyId: 'local-admin', scopes: ['*'] };
const BEARER = /^Bearer +(\S+) *$/i;

/** Who a request comes from, and whether it comes too often: decided before its body is read. */
export class Door {
  readonly #adminDigest: Buffer;
  readonly #ring: KeyRing;
  readonly #limits: RateLimits;
  constructor(adminKey: string, ring: KeyRing, limits: RateLimits) {
    this.#adminDigest = digestOf(adminKey);
    this.#ring = ring;
    this.#limits = limits;
  }

  /**
   * Remembers the caller of a request that may go on. A signal without a key goes on too: whether it brings its
   * `token`, ApiKeyGuard looks when its body is there.
   * @throws HermodError UNAUTHENTICATED, KEYS_UNAVAILABLE, TOO_MANY_REQUESTS
   */
  admit(request: FastifyRequest, reply: FastifyReply): void {
    const { authorization } = request.headers;
    if (!needsKey(request) || (authorization === undefined && isSignal(request)))
      return this.#limits.countAddress(request.ip, reply);
    const text = BEARER.exec(authorization ?? '')?.[1];
    // Digests have one length and tell nothing of the key, so the comparison takes the same time for any.
    if (text !== undefined && timingSafeEqual(digestOf(text), this.#adminDigest))
      return setCaller(request, LOCAL_ADMIN);
    const key = text === undefined ? 'unknown' : this.#ring.find(text);
    if (key === 'unavailable') throw keysUnavailable();
    if (key === 'unknown') {
      this.#limits.countAddress(request.ip, reply);
      throw unauthenticated(authorization);
    }
    setCaller(request, { keyId: key.id, scopes: key.scopes });
    this.#limits.countKey(key.id, rateLimitOf(key), reply);
  }
}

/** Has every request pass the door before anything else happens to it. */
export function standAtTheDoor(app: NestFastifyApplication): void {
  const door = app.get(Door);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      try {
        door.admit(request, reply);
        done();
      } catch (error) {
        done(error as Error);
      }
    });
}

/** By path and not by route, so that a route can't be forgotten, and unknown paths tell nothing either. */
export function needsKey(request: FastifyRequest): boolean {
  return /^\/v1(\/|\?|$)/i.test(request.url) || (request.routeOptions.url ?? '').startsWith('/v1');
}

/** True for `POST /v1/signals`, which may bring a token instead of a key. */
export function isSignal(request: FastifyRequest): boolean {
  return request.method === 'POST' && request.url.split('?', 1)[0] === '/v1/signals';
}

/** The same words for a key that is unknown, has expired or was revoked. */
export function unauthenticated(authorization: string | undefined): HermodError {
  const message =
    authorization === undefined ? 'this needs a key' : 'this key is not known, or no longer good';
  return new HermodError('UNAUTHENTICATED', message, {
    field: 'authorization',
    fix: 'send the header Authorization: Bearer <key>; of a local Hermod it stands in .hermod/api-key',
  });
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
