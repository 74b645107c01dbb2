/** Tokens that travel with a message and come back with what became of it, so that a receipt needs no look-up. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CHANNELS, LANES, type Channel, type Lane } from '@hermod/contracts';
import { z } from 'zod';

/** What a token says; whoever presents it may report on this message and on nothing else. */
export interface CallbackClaims {
  readonly recipient: string;
  readonly messageId: string;
  readonly attemptId: string;
  /** Null for consent's own answers, which belong to no run. */
  readonly runId: string | null;
  /** The lane of the facts that its reports become. */
  readonly lane: Lane;
  readonly channel: Channel;
  /** W3C trace context of the attempt, for the link of the receipt's trace. */
  readonly traceparent?: string;
}

/** Truncated HMAC-SHA256: 128 bits (RFC 2104, section 5: not less than half of the hash). */
const MAC_BYTES = 16;
/** Keeps these MACs apart from whatever else is signed with the same secret. */
const DOMAIN = 'hermod-callback-1.';
/** Far above what the longest recipient id takes. */
const MAX_TOKEN_CHARS = 1024;

const Packed = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string().nullable(),
  z
    .int()
    .min(0)
    .max(LANES.length - 1),
  z
    .int()
    .min(0)
    .max(CHANNELS.length - 1),
  z.string().optional(),
]);

/**
 * Signs claims into `payload.mac`, both base64url. Compact, because pushes have 4,096 bytes in all: a JSON array
 * whose UUIDs are 22 characters each; about 230 characters for a short recipient id.
 * @throws RangeError when an id is no UUID.
 */
export function signCallback(claims: CallbackClaims, secret: string): string {
  const packed = [
    claims.recipient,
    packUuid(claims.messageId),
    packUuid(claims.attemptId),
    claims.runId === null ? null : packUuid(claims.runId),
    LANES.indexOf(claims.lane),
    CHANNELS.indexOf(claims.channel),
    ...(claims.traceparent === undefined ? [] : [claims.traceparent]),
  ];
  const payload = Buffer.from(JSON.stringify(packed)).toString('base64url');
  return `${payload}.${mac(payload, secret)}`;
}

/** The claims of a token that was signed with this secret, else undefined. The comparison takes constant time. */
export function readCallback(token: string, secret: string): CallbackClaims | undefined {
  const dot = token.indexOf('.');
  if (dot < 1 || token.length > MAX_TOKEN_CHARS) return undefined;
  const payload = token.slice(0, dot);
  // Texts are compared, not decoded octets: base64url leaves bits unused, so several texts decode alike.
  const given = Buffer.from(token.slice(dot + 1));
  const expected = Buffer.from(mac(payload, secret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return unpack(payload);
}

function unpack(payload: string): CallbackClaims | undefined {
  const read = Packed.safeParse(parsed(payload));
  if (!read.success) return undefined;
  const [recipient, messageId, attemptId, runId, lane, channel, traceparent] = read.data;
  return {
    recipient,
    messageId: unpackUuid(messageId),
    attemptId: unpackUuid(attemptId),
    runId: runId === null ? null : unpackUuid(runId),
    lane: LANES[lane] ?? 'plain',
    channel: CHANNELS[channel] ?? 'push',
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/** The URL that a provider reports to: `<public URL>/webhooks/<provider>?t=<token>`. */
export function callbackUrl(publicUrl: string, providerId: string, token: string): string {
  return `${publicUrl}/webhooks/${providerId}?t=${token}`;
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    // Signed by us, so it can only be a later version's format; it says nothing to this one.
    return undefined;
  }
}

function mac(payload: string, secret: string): string {
  return createHmac('sha256', secret)
    .update(DOMAIN)
    .update(payload)
    .digest()
    .subarray(0, MAC_BYTES)
    .toString('base64url');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function packUuid(uuid: string): string {
  if (!UUID.test(uuid)) throw new RangeError('a callback token carries UUIDs only');
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

function unpackUuid(packed: string): string {
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
