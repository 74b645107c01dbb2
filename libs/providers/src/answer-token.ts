/** Tokens that stand for one answer to one message: in the postback of a chip, in the link of an email. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CHANNELS, type Channel, type Lane, LANES } from '@hermod/contracts';
import { parse, stringify } from 'uuid';
import { z } from 'zod';

/** What a token says; whoever presents it may give this answer for this person, and nothing else. */
export interface AnswerClaims {
  readonly recipient: string;
  readonly messageId: string;
  /** Null for consent's own messages, which belong to no run. */
  readonly runId: string | null;
  /** The id of the reply. */
  readonly reply: string;
  readonly channel: Channel;
  readonly lane: Lane;
}

/** Truncated HMAC-SHA256: 128 bits (RFC 2104, section 5: not less than half of the hash). */
const MAC_BYTES = 16;
/** Keeps these MACs apart from whatever else is signed with the same secret. */
const DOMAIN = 'hermod-answer-1.';
const MAX_TOKEN_CHARS = 1024;

const Packed = z.tuple([
  z.string(),
  z.string(),
  z.string().nullable(),
  z.string(),
  z
    .int()
    .min(0)
    .max(CHANNELS.length - 1),
  z
    .int()
    .min(0)
    .max(LANES.length - 1),
]);

/** Signs claims into `payload.mac`, both base64url: about 170 characters for a short recipient id. */
export function signAnswer(claims: AnswerClaims, secret: string): string {
  const packed = [
    claims.recipient,
    packed16(claims.messageId),
    claims.runId === null ? null : packed16(claims.runId),
    claims.reply,
    CHANNELS.indexOf(claims.channel),
    LANES.indexOf(claims.lane),
  ];
  const payload = Buffer.from(JSON.stringify(packed)).toString('base64url');
  return `${payload}.${mac(payload, secret)}`;
}

/** The claims of a token that was signed with this secret, else undefined. The comparison takes constant time. */
export function readAnswer(token: string, secret: string): AnswerClaims | undefined {
  const dot = token.indexOf('.');
  if (dot < 1 || token.length > MAX_TOKEN_CHARS) return undefined;
  const payload = token.slice(0, dot);
  const given = Buffer.from(token.slice(dot + 1));
  const expected = Buffer.from(mac(payload, secret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  try {
    const read = Packed.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    const [recipient, message, run, reply, channel, lane] = read;
    const messageId = unpacked16(message);
    const runId = run === null ? null : unpacked16(run);
    return { recipient, messageId, runId, reply, channel: CHANNELS[channel]!, lane: LANES[lane]! };
  } catch {
    // Signed by us, so it can only be a later version's format; it says nothing to this one.
    return undefined;
  }
}

function mac(payload: string, secret: string): string {
  const hash = createHmac('sha256', secret).update(DOMAIN).update(payload).digest();
  return hash.subarray(0, MAC_BYTES).toString('base64url');
}

const packed16 = (uuid: string): string => Buffer.from(parse(uuid)).toString('base64url');
const unpacked16 = (packed: string): string => stringify(Buffer.from(packed, 'base64url'));
