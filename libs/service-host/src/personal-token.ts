/** Tokens in links that a person may follow without signing in: to their preferences, and out of a topic. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CHANNELS, type Channel, PURPOSES, type Purpose, RecipientId, Name } from '@hermod/contracts';
import { z } from 'zod';

/** Opens the preference page of one recipient until then. */
export interface PreferenceClaims {
  readonly recipient: string;
  /** To the second. */
  readonly expiresAt: Date;
}

/** Withdraws exactly this until then, and can do nothing else. */
export interface UnsubscribeClaims extends PreferenceClaims {
  readonly channel: Channel;
  readonly purpose: Purpose;
  /** Absent: every topic. */
  readonly topic?: string | undefined;
}

/** What a token says, or why it says nothing: `invalid` for whatever was not signed here as a token of this kind. */
export type TokenReading<C> = { readonly claims: C } | { readonly problem: 'invalid' | 'expired' };

/** Keep these MACs apart from each other and from whatever else is signed with the same secret. */
const DOMAINS = { preferences: 'hermod-preferences-1.', unsubscribe: 'hermod-unsubscribe-1.' } as const;
type Kind = keyof typeof DOMAINS;

/** Truncated HMAC-SHA256: 128 bits (RFC 2104, section 5: not less than half of the hash). */
const MAC_BYTES = 16;
/** Far above what the longest recipient id and topic take. */
const MAX_TOKEN_CHARS = 2048;

/** Seconds since 1970 first: a token costs characters of an SMS. */
const PreferencePayload = z.tuple([z.int().min(0), RecipientId]);
const UnsubscribePayload = z.tuple([
  z.int().min(0),
  RecipientId,
  z
    .int()
    .min(0)
    .max(CHANNELS.length - 1),
  z
    .int()
    .min(0)
    .max(PURPOSES.length - 1),
  Name.optional(),
]);

/** Signs a token for the preference page; URL-safe, about 60 characters for a short recipient id. */
export function signPreferences({ recipient, expiresAt }: PreferenceClaims, secret: string): string {
  return sign('preferences', [secondsOf(expiresAt), recipient], secret);
}

/** Reads what `signPreferences` signed with this secret. The comparison takes constant time. */
export function readPreferences(token: string, secret: string, now: Date): TokenReading<PreferenceClaims> {
  const read = PreferencePayload.safeParse(verified('preferences', token, secret));
  if (!read.success) return { problem: 'invalid' };
  const [seconds, recipient] = read.data;
  return unlessExpired({ recipient, expiresAt: new Date(seconds * 1000) }, now);
}

/** Signs a token that withdraws one thing, for `List-Unsubscribe` (RFC 8058) and links in messages. */
export function signUnsubscribe(claims: UnsubscribeClaims, secret: string): string {
  const { recipient, expiresAt, channel, purpose, topic } = claims;
  const scope = [
    CHANNELS.indexOf(channel),
    PURPOSES.indexOf(purpose),
    ...(topic === undefined ? [] : [topic]),
  ];
  return sign('unsubscribe', [secondsOf(expiresAt), recipient, ...scope], secret);
}

/** Reads what `signUnsubscribe` signed with this secret. The comparison takes constant time. */
export function readUnsubscribe(token: string, secret: string, now: Date): TokenReading<UnsubscribeClaims> {
  const read = UnsubscribePayload.safeParse(verified('unsubscribe', token, secret));
  if (!read.success) return { problem: 'invalid' };
  const [seconds, recipient, channel, purpose, topic] = read.data;
  const claims = {
    recipient,
    expiresAt: new Date(seconds * 1000),
    channel: CHANNELS[channel]!,
    purpose: PURPOSES[purpose]!,
    ...(topic === undefined ? {} : { topic }),
  };
  return unlessExpired(claims, now);
}

function unlessExpired<C extends PreferenceClaims>(claims: C, now: Date): TokenReading<C> {
  return claims.expiresAt > now ? { claims } : { problem: 'expired' };
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

/** `payload.mac`, both base64url. */
function sign(kind: Kind, payload: readonly (string | number)[], secret: string): string {
  const text = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${text}.${macOf(kind, text, secret)}`;
}

/** The payload of a token of this kind; undefined when it was not signed as one. */
function verified(kind: Kind, token: string, secret: string): unknown {
  const dot = token.indexOf('.');
  if (dot < 1 || token.length > MAX_TOKEN_CHARS) return undefined;
  const payload = token.slice(0, dot);
  // Texts are compared, not decoded octets: base64url leaves bits unused, so several texts decode alike.
  const given = Buffer.from(token.slice(dot + 1));
  const wanted = Buffer.from(macOf(kind, payload, secret));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    // Signed by us, so it can only be the format of a later version; it says nothing to this one.
    return undefined;
  }
}

function macOf(kind: Kind, payload: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(DOMAINS[kind])
    .update(payload)
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url');
}
