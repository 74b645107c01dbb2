import { storableText } from '@hermod/api';
import { PRINCIPAL_HEADER, readPrincipal } from '@hermod/http';
import { z } from 'zod';

/** Headers as Fastify hands them over. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

const IdempotencyKey = z.object({ 'idempotency-key': storableText(255).optional() });

/**
 * The `Idempotency-Key` of a request: a repeat with the same key gives the same answer.
 * @throws ZodError (a 400) when it can't be kept.
 */
export function idempotencyKeyOf(headers: RequestHeaders): string | undefined {
  return IdempotencyKey.parse(headers)['idempotency-key'];
}

/** The id of the key with which the caller knocked at the gateway. The guard has checked the principal before. */
export function callerOf(headers: RequestHeaders, principalSecret: string): string {
  const header = headers[PRINCIPAL_HEADER];
  const principal = readPrincipal(
    typeof header === 'string' ? header : undefined,
    principalSecret,
    new Date(),
  );
  return principal?.keyId ?? 'unknown';
}
