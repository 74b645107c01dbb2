import { createHash, timingSafeEqual } from 'node:crypto';
import { HermodError } from '@hermod/contracts';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Caller, setCaller } from './caller.ts';

const LOCAL_ADMIN: Caller = { keyId: 'local-admin', scopes: ['*'] };
const BEARER = /^Bearer +(\S+) *$/i;

/**
 * Lets requests under /v1 pass with the key only. A signal may bring the `token` that travelled in the push
 * instead; whether that is right, receipts knows.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  readonly #digest: Buffer;
  constructor(apiKey: string) {
    this.#digest = digestOf(apiKey);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!needsKey(request)) return true;
    const { authorization } = request.headers;
    if (authorization === undefined && isSignalWithToken(request)) return true;
    const key = BEARER.exec(authorization ?? '')?.[1];
    // Digests have one length and tell nothing of the key, so the comparison takes the same time for any.
    if (key === undefined || !timingSafeEqual(digestOf(key), this.#digest))
      throw unauthenticated(authorization);
    setCaller(request, LOCAL_ADMIN);
    return true;
  }
}

/** By path and not by route, so that a route can't be forgotten, and unknown paths tell nothing either. */
function needsKey(request: FastifyRequest): boolean {
  return /^\/v1(\/|\?|$)/i.test(request.url) || (request.routeOptions.url ?? '').startsWith('/v1');
}

function isSignalWithToken(request: FastifyRequest): boolean {
  if (request.method !== 'POST' || request.url.split('?', 1)[0] !== '/v1/signals') return false;
  if (!Buffer.isBuffer(request.body)) return false;
  try {
    const signal: unknown = JSON.parse(request.body.toString('utf8'));
    return (
      typeof signal === 'object' && signal !== null && 'token' in signal && typeof signal.token === 'string'
    );
  } catch {
    return false;
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function unauthenticated(authorization: string | undefined): HermodError {
  const message = authorization === undefined ? 'this needs a key' : 'this key is not known';
  return new HermodError('UNAUTHENTICATED', message, {
    field: 'authorization',
    fix: 'send the header Authorization: Bearer <key>; of a local Hermod it stands in .hermod/api-key',
  });
}
