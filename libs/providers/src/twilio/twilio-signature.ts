/** X-Twilio-Signature: twilio.com/docs/usage/webhooks/webhooks-security. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What was signed. */
export interface TwilioSigned {
  /** The absolute URL that Twilio called. */
  readonly url: string;
  /** Of a form; absent when the body is anything else. */
  readonly form?: URLSearchParams;
  /** Of a body that is no form. The URL then carries its hash, and the signature covers the URL. */
  readonly rawBody?: Buffer;
}

/** True when `signature` was made with this account's token. Comparisons take constant time. */
export function isSignedByTwilio(signed: TwilioSigned, signature: string, authToken: string): boolean {
  if (signed.form === undefined && !isHashOfBody(signed)) return false;
  const suffix = signed.form === undefined ? '' : sortedForm(signed.form);
  for (const url of spellings(signed.url)) if (isSame(sign(url + suffix, authToken), signature)) return true;
  return false;
}

/** Base64 of HMAC-SHA1 over the URL and each parameter's name and value, without separators. */
export function signTwilio(signed: TwilioSigned, authToken: string): string {
  return sign(signed.url + (signed.form === undefined ? '' : sortedForm(signed.form)), authToken);
}

function sign(text: string, authToken: string): string {
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}

/** Sorted by name; of a repeated name each different value once, sorted, behind the name. */
function sortedForm(form: URLSearchParams): string {
  return [...new Set(form.keys())]
    .toSorted()
    .map((name) =>
      [...new Set(form.getAll(name))]
        .toSorted()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
}

function isHashOfBody({ url, rawBody }: TwilioSigned): boolean {
  const stated = URL.parse(url)?.searchParams.get('bodySHA256');
  if (typeof stated !== 'string' || rawBody === undefined) return false;
  return isSame(createHash('sha256').update(rawBody).digest('hex'), stated.toLowerCase());
}

/**
 * Twilio's own signers differ: with or without the port, and with ' or %27 in the query. The first spelling is the one
 * that nearly always fits; the others cost a hash each and only when it doesn't.
 */
function* spellings(url: string): Generator<string> {
  yield url;
  const quotes = [url, url.replaceAll("'", '%27'), url.replaceAll('%27', "'")];
  const others = new Set(quotes.flatMap((one) => [one, withoutPort(one), withPort(one)]));
  others.delete(url);
  yield* others;
}

const AUTHORITY = /^(https?):\/\/([^/?#:]+)(:\d+)?/i;

function withoutPort(url: string): string {
  return url.replace(AUTHORITY, '$1://$2');
}

function withPort(url: string): string {
  return url.replace(AUTHORITY, (whole, scheme: string, host: string, port?: string) =>
    port === undefined ? `${scheme}://${host}:${scheme.toLowerCase() === 'https' ? 443 : 80}` : whole,
  );
}

/** Texts, not decoded octets: base64 leaves bits unused, so several texts decode alike. */
function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
