/** How a mail server proves that a mail came in through it: no stranger may post bounces and answers. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whom the mail was for: the address of RCPT TO, which no header tells for sure. */
export const ENVELOPE_HEADER = 'x-envelope-to';
/** In hex: HMAC-SHA256 of the envelope's address, a line feed, and the mail as it is posted. */
export const SIGNATURE_HEADER = 'x-envelope-signature';

/** The signature of a mail for an address, with the account's `inboundSecret`. */
export function signInboundMail(envelopeTo: string, mail: Buffer | string, secret: string): string {
  return createHmac('sha256', secret).update(`${envelopeTo}\n`).update(mail).digest('hex');
}

/** Whether a signature is that of this mail and address. The comparison takes constant time. */
export function isSignedInboundMail(
  { envelopeTo, mail, signature }: { envelopeTo: string; mail: Buffer; signature: string },
  secret: string,
): boolean {
  const expected = Buffer.from(signInboundMail(envelopeTo, mail, secret));
  const given = Buffer.from(signature.trim().toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}
