/**
 * Who is asking, as the gateway found out: a short-lived signed header on every request to a service. It is
 * what keeps a process that can reach a service's loopback port from using it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

export const PRINCIPAL_HEADER = 'x-hermod-principal';

/** How long a principal is good for. */
export const PRINCIPAL_LIFETIME_MS = 60_000;

/** Clocks of two machines may differ by this much. */
const CLOCK_SKEW_MS = 5_000;
const LONGEST_HEADER = 4_096;

const PrincipalPayload = z.object({
  scopes: z.array(z.string()),
  keyId: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});

export interface Principal {
  /** What the key may do; `*` is everything. */
  readonly scopes: readonly string[];
  /** Names the key, never holds it. */
  readonly keyId: string;
  readonly expiresAt: Date;
}

/** A principal as the value of `x-hermod-principal`: base64url(JSON) `.` base64url(HMAC-SHA256). */
export function signPrincipal(principal: Principal, secret: string): string {
  const { scopes, keyId, expiresAt } = principal;
  const payload = Buffer.from(JSON.stringify({ scopes, keyId, expiresAt: expiresAt.getTime() })).toString(
    'base64url',
  );
  return `${payload}.${macOf(payload, secret).toString('base64url')}`;
}

/** A principal that is good for the next 60 seconds. */
export function freshPrincipal(scopes: readonly string[], keyId: string, secret: string): string {
  return signPrincipal({ scopes, keyId, expiresAt: new Date(Date.now() + PRINCIPAL_LIFETIME_MS) }, secret);
}

/** The principal in a header, or undefined when it is missing, forged, expired, or good for suspiciously long. */
export function readPrincipal(header: string | undefined, secret: string, now: Date): Principal | undefined {
  if (header === undefined || header.length > LONGEST_HEADER) return undefined;
  const [payload, mac, rest] = header.split('.');
  if (payload === undefined || mac === undefined || rest !== undefined) return undefined;
  const given = Buffer.from(mac, 'base64url');
  const wanted = macOf(payload, secret);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  const read = PrincipalPayload.safeParse(parse(payload));
  if (!read.success) return undefined;
  const leftMs = read.data.expiresAt - now.getTime();
  if (leftMs <= 0 || leftMs > PRINCIPAL_LIFETIME_MS + CLOCK_SKEW_MS) return undefined;
  return { ...read.data, expiresAt: new Date(read.data.expiresAt) };
}

/** True when a principal may do what needs `scope`. */
export function hasScope(principal: Pick<Principal, 'scopes'>, scope: string): boolean {
  return principal.scopes.includes('*') || principal.scopes.includes(scope);
}

function macOf(payload: string, secret: string): Buffer {
  return createHmac('sha256', secret).update('hermod-principal.').update(payload).digest();
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
