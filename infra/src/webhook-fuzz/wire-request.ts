import { signTwilio } from '@hermod/providers';

/** A webhook with each part as it stands on the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly path: string;
  /** In their order; a name may occur more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** A genuine webhook, and what of it decides whether another one says the same. */
export interface Genuine {
  readonly what: string;
  readonly request: WireRequest;
  /** Equal for two requests only when whoever signed one has signed the other. */
  readonly canonical: (request: WireRequest) => string;
}

/** Name of the header with Twilio's signature. */
export const TWILIO_SIGNATURE = 'X-Twilio-Signature';
const FORM_TYPE = 'application/x-www-form-urlencoded; charset=UTF-8';

/**
 * A webhook as Twilio sends it: a form under its signature.
 * @param publicUrl how Twilio reaches the gateway; the signature covers it.
 */
export function signedForm(
  publicUrl: string,
  path: string,
  params: Readonly<Record<string, string>>,
  authToken: string,
): WireRequest {
  const form = new URLSearchParams(params);
  return {
    method: 'POST',
    path,
    headers: [
      ['Content-Type', FORM_TYPE],
      [TWILIO_SIGNATURE, signTwilio({ url: publicUrl + path, form }, authToken)],
    ],
    body: Buffer.from(form.toString()),
  };
}

/**
 * What Twilio's signature covers: the URL (its signers write an apostrophe in two ways), and each different pair of
 * name and value once, sorted and joined without separators.
 */
export function canonicalForm(request: WireRequest): string {
  const form = new URLSearchParams(request.body.toString('utf8'));
  const names = [...new Set(form.keys())].toSorted();
  const joined = names.flatMap((name) =>
    [...new Set(form.getAll(name))].toSorted().map((value) => name + value),
  );
  const signature = headerOf(request, TWILIO_SIGNATURE)?.trim();
  const path = request.path.replaceAll('%27', "'");
  return JSON.stringify([request.method, path, signature, joined.join('')]);
}

/** A header as Node's server reads it: repeated ones are joined, of content types the first counts. */
export function headerOf({ headers }: Pick<WireRequest, 'headers'>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([one]) => one.toLowerCase() === wanted).map(([, value]) => value);
  if (values.length === 0) return undefined;
  return wanted === 'content-type' ? values[0] : values.join(', ');
}

/** All headers as Node's server reads them. */
export function headersOf(request: WireRequest): Record<string, string> {
  const names = new Set(request.headers.map(([name]) => name.toLowerCase()));
  return Object.fromEntries([...names].map((name) => [name, headerOf(request, name)!]));
}

/** The request with this header instead of any of its name; undefined leaves it out. */
export function withHeader(request: WireRequest, name: string, value: string | undefined): WireRequest {
  const kept = request.headers.filter(([one]) => one.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: value === undefined ? kept : [...kept, [name, value]] };
}
