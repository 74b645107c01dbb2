/** Local parts of addresses that name an attempt, so that what comes back by mail tells by itself what it is about. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * What an address is for. `bounce`: the envelope sender, where reports go that it could not be delivered (VERP). `reply`:
 * where a person's answer goes, and that of a calendar.
 */
export type MailTokenKind = 'bounce' | 'reply';

/** What a local part says. */
export interface MailToken {
  readonly kind: MailTokenKind;
  /** A UUID, in small letters. */
  readonly attemptId: string;
}

const LETTERS = { bounce: 'b', reply: 'r' } as const satisfies Record<MailTokenKind, string>;
/** Keeps these MACs apart from whatever else is signed with the same secret. */
const DOMAIN = 'hermod-mail-1.';
/** 64 bits: a guess is tried by sending a mail, and wins no more than a report on one attempt. */
const MAC_HEX_CHARS = 16;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const LOCAL_PART = /^([br])-([0-9a-f]{32})-([0-9a-f]{16})$/;

/**
 * The local part of an address: `b-` or `r-`, the attempt's id without hyphens, `-` and a MAC; 51 octets, of the 64 that
 * RFC 5321 (section 4.5.3.1.1) allows. Letters and digits only, since relays rewrite others.
 * @throws RangeError when the id is no UUID.
 */
export function signMailToken(attemptId: string, kind: MailTokenKind, secret: string): string {
  if (!UUID.test(attemptId)) throw new RangeError('a mail token carries a UUID');
  const named = `${LETTERS[kind]}-${attemptId.replaceAll('-', '').toLowerCase()}`;
  return `${named}-${mac(named, secret)}`;
}

/**
 * What a local part says that was signed with this secret, else undefined; in whatever case it comes back, since some
 * relays change it. The comparison takes constant time.
 */
export function readMailToken(localPart: string, secret: string): MailToken | undefined {
  const [, letter, hex, given] = LOCAL_PART.exec(localPart.toLowerCase()) ?? [];
  if (letter === undefined || hex === undefined || given === undefined) return undefined;
  const expected = mac(`${letter}-${hex}`, secret);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) return undefined;
  const attemptId = [8, 12, 16, 20].reduceRight((id, at) => `${id.slice(0, at)}-${id.slice(at)}`, hex);
  return { kind: letter === LETTERS.bounce ? 'bounce' : 'reply', attemptId };
}

const mac = (named: string, secret: string): string =>
  createHmac('sha256', secret).update(DOMAIN).update(named).digest('hex').slice(0, MAC_HEX_CHARS);
