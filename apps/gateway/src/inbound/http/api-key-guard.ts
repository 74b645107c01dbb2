import { requireScopes } from '@hermod/http';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { callerOf, NOBODY } from './caller.ts';
import { isSignal, needsKey, unauthenticated } from './door.ts';

/**
 * Lets a request on that the door has admitted: under /v1 with a key that has the route's scopes. A signal may bring
 * the `token` that travelled in the push instead; whether that is right, receipts knows.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  readonly #reflector: Reflector;
  constructor(reflector: Reflector) {
    this.#reflector = reflector;
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!needsKey(request)) return true;
    const caller = callerOf(request);
    if (caller === NOBODY) {
      if (isSignal(request) && bringsToken(request.body)) return true;
      throw unauthenticated(request.headers.authorization);
    }
    requireScopes(this.#reflector, context, caller);
    return true;
  }
}

function bringsToken(body: unknown): boolean {
  if (!Buffer.isBuffer(body)) return false;
  try {
    const signal: unknown = JSON.parse(body.toString('utf8'));
    return (
      typeof signal === 'object' && signal !== null && 'token' in signal && typeof signal.token === 'string'
    );
  } catch {
    return false;
  }
}
