/** The vectors are read from `../shared/vectors` beside the repository: twilio-node's own tests (MIT); skipped without them. */
import { existsSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignedByTwilio, signTwilio, type TwilioSigned } from './twilio-signature.ts';

interface Vector {
  readonly name: string;
  readonly authToken: string;
  readonly url: string;
  readonly params?: Record<string, string | string[]>;
  readonly rawBody?: string;
  readonly signature: string | null;
  readonly valid: boolean;
}
const file = new URL('../../../../../shared/vectors/twilio-signature.json', import.meta.url);
const present = existsSync(file);
const { cases } = (present ? JSON.parse(readFileSync(file, 'utf8')) : { cases: [] }) as { cases: Vector[] };

const formOf = (params: Record<string, string | string[]>): URLSearchParams =>
  new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    ),
  );
const signedOf = ({ url, params, rawBody }: Vector): TwilioSigned =>
  rawBody === undefined ? { url, form: formOf(params ?? {}) } : { url, rawBody: Buffer.from(rawBody) };

describe.skipIf(!present)("Twilio's signature vectors", () => {
  it.each(cases)('$name: $valid', (vector) => {
    expect(isSignedByTwilio(signedOf(vector), vector.signature ?? '', vector.authToken)).toBe(vector.valid);
  });
});

describe('a Twilio signature', () => {
  const token = 'auth-token';
  const name = fc.stringMatching(/^[A-Z][a-z]{2,8}$/);
  const value = fc.string({ unit: 'grapheme', maxLength: 20 });
  const signed = fc.record({
    url: fc.constantFrom(
      'https://hermod.example/webhooks/twilio?t=abc',
      'https://hermod.example:8443/w?a=1&b=2',
      'http://h.example/',
    ),
    params: fc.dictionary(name, fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 })), {
      minKeys: 1,
      maxKeys: 6,
    }),
  });

  it('is its own proof, in any order of the parameters', () => {
    fc.assert(
      fc.property(signed, ({ url, params }) => {
        const form = formOf(params);
        const signature = signTwilio({ url, form }, token);
        const reversed = new URLSearchParams([...form].toReversed());
        expect(isSignedByTwilio({ url, form: reversed }, signature, token)).toBe(true);
      }),
    );
  });

  it('accepts no mutation of signature, token, URL or values', () => {
    fc.assert(
      fc.property(
        signed,
        fc.nat(),
        fc.constantFrom('signature', 'token', 'url', 'value', 'drop', 'add'),
        ({ url, params }, at, what) => {
          const form = formOf(params);
          const signature = signTwilio({ url, form }, token);
          const changed = mutate({ url, form, signature, token }, what, at);
          expect(
            isSignedByTwilio({ url: changed.url, form: changed.form }, changed.signature, changed.token),
          ).toBe(false);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

interface Parts {
  readonly url: string;
  readonly form: URLSearchParams;
  readonly signature: string;
  readonly token: string;
}

function mutate(parts: Parts, what: string, at: number): Parts {
  const form = new URLSearchParams(parts.form);
  const names = [...form.keys()];
  const name = names[at % names.length]!;
  switch (what) {
    case 'signature':
      return { ...parts, signature: flipped(parts.signature, at) };
    case 'token':
      return { ...parts, token: flipped(parts.token, at) };
    case 'url':
      return { ...parts, url: `${parts.url}x` };
    case 'drop':
      form.delete(name);
      return { ...parts, form };
    case 'add':
      form.append('Zz', 'x');
      return { ...parts, form };
    default:
      form.set(name, `${form.get(name)}!`);
      form.append(name, 'other');
      return { ...parts, form };
  }
}

function flipped(text: string, at: number): string {
  const index = at % text.length;
  return text.slice(0, index) + String.fromCharCode(text.charCodeAt(index) ^ 1) + text.slice(index + 1);
}
