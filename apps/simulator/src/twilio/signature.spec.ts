import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signTwilio } from './signature.ts';

/**
 * Twilio's own test vectors, which lie beside the repository (`../shared/vectors`, see the file for their source).
 * A clone without them skips these tests. Those that a signer can be held to are form posts whose signature was made over the URL as written.
 */
const VECTORS = new URL('../../../../../shared/vectors/twilio-signature.json', import.meta.url);

interface Case {
  readonly name: string;
  readonly authToken: string;
  readonly url: string;
  readonly params?: Record<string, string>;
  readonly rawBody?: string;
  readonly signature: string | null;
  readonly valid: boolean;
  readonly receiverTolerance?: boolean;
}

const present = existsSync(VECTORS);
const { cases } = (present ? JSON.parse(readFileSync(VECTORS, 'utf8')) : { cases: [] }) as { cases: Case[] };
const signable = cases.filter((one) => one.rawBody === undefined && one.receiverTolerance !== true);

describe.skipIf(!present)('a signature', () => {
  it('has vectors of both kinds', () => {
    expect(signable.map((one) => one.valid)).toEqual(expect.arrayContaining([true, false]));
  });

  it.each(signable.filter((one) => one.valid))('signs as Twilio does: $name', (one) => {
    expect(signTwilio(one.authToken, one.url, one.params ?? {})).toBe(one.signature);
  });

  it.each(signable.filter((one) => !one.valid))(
    'never makes a signature that Twilio rejects: $name',
    (one) => {
      expect(signTwilio(one.authToken, one.url, one.params ?? {})).not.toBe(one.signature);
    },
  );

  it('signs a URL without parameters', () => {
    const jsonCase = cases.find((one) => one.name.startsWith('JSON body with bodySHA256'));
    expect(signTwilio(jsonCase?.authToken ?? '', jsonCase?.url ?? '', {})).toBe(jsonCase?.signature);
  });
});
