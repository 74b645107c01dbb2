import { HermodError } from '@hermod/contracts';
import { SetMetadata, type CanActivate, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { hasScope, type Principal, PRINCIPAL_HEADER, readPrincipal } from './principal.ts';

const PUBLIC = 'hermod:public';
const SCOPES = 'hermod:scopes';

/** A route that needs no principal (or, at the gateway, no key), such as health. */
export const Public = (): CustomDecorator => SetMetadata(PUBLIC, true);

/** A route that needs each of these scopes. */
export const Scopes = (...scopes: readonly string[]): CustomDecorator => SetMetadata(SCOPES, scopes);

/** True when the route, or its controller, is marked `@Public()`. */
export function isPublic(reflector: Reflector, context: ExecutionContext): boolean {
  return (
    reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [context.getHandler(), context.getClass()]) ===
    true
  );
}

/** Refuses requests that don't come from the gateway (401), or lack a scope (403). */
export class PrincipalGuard implements CanActivate {
  readonly #reflector: Reflector;
  readonly #secret: string;
  constructor(reflector: Reflector, secret: string) {
    this.#reflector = reflector;
    this.#secret = secret;
  }

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http' || isPublic(this.#reflector, context)) return true;
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers[PRINCIPAL_HEADER];
    const principal = readPrincipal(
      typeof header === 'string' ? header : undefined,
      this.#secret,
      new Date(),
    );
    if (principal === undefined) {
      throw new HermodError('PRINCIPAL_INVALID', 'this service answers the gateway only', {
        field: PRINCIPAL_HEADER,
        fix: 'send the request to the gateway',
      });
    }
    requireScopes(this.#reflector, context, principal);
    return true;
  }
}

/**
 * Holds a caller to the scopes of the route, or of its controller.
 * @throws HermodError SCOPE_MISSING naming the first scope that the caller lacks.
 */
export function requireScopes(
  reflector: Reflector,
  context: ExecutionContext,
  caller: Pick<Principal, 'scopes'>,
): void {
  const wanted = reflector.getAllAndOverride<readonly string[] | undefined>(SCOPES, [
    context.getHandler(),
    context.getClass(),
  ]);
  const missing = wanted?.find((scope) => !hasScope(caller, scope));
  if (missing === undefined) return;
  throw new HermodError('SCOPE_MISSING', `this key has no scope ${missing}`, {
    field: 'authorization',
    fix: `use a key with the scope ${missing}`,
  });
}
