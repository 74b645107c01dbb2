import { PRINCIPAL_HEADER, readPrincipal } from '@hermod/http';

/** Headers as Fastify hands them over. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The id of the key with which the caller knocked at the gateway. The guard has checked the principal before. */
export function callerOf(headers: RequestHeaders, principalSecret: string): string {
  const header = headers[PRINCIPAL_HEADER];
  const given = typeof header === 'string' ? header : undefined;
  return readPrincipal(given, principalSecret, new Date())?.keyId ?? 'unknown';
}
