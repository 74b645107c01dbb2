import { HermodError } from '@hermod/contracts';
import type { ApiKeys } from '../storage/api-keys.ts';
import type { IssuedKey } from './create-key.ts';
import { keyNotFound, withKeys } from './key-errors.ts';
import type { KeyRing } from './key-ring.ts';
import { makeKey } from './key-text.ts';

/** Gives a key a new secret, and lets the old one stay good for a while. */
export class RotateKey {
  readonly #keys: ApiKeys;
  readonly #ring: KeyRing;
  constructor(keys: ApiKeys, ring: KeyRing) {
    this.#keys = keys;
    this.#ring = ring;
  }

  /**
   * Of three secrets, when the last rotation's overlap isn't over, the oldest ends at once.
   * @throws HermodError KEY_NOT_FOUND, KEY_CONFLICT when it was revoked or has expired, KEYS_UNAVAILABLE
   */
  async execute(id: string, overlapMs: number, now: Date): Promise<IssuedKey> {
    const { text, digest } = makeKey(id);
    return withKeys(async () => {
      const key = await this.#keys.replaceSecret(id, digest, new Date(now.getTime() + overlapMs));
      if (key === undefined) {
        if ((await this.#keys.find(id)) === undefined) throw keyNotFound(id);
        throw new HermodError('KEY_CONFLICT', 'this key was revoked or has expired', {
          field: 'id',
          fix: 'make a new key with POST /v1/keys',
        });
      }
      await this.#ring.refresh();
      return { key, text };
    });
  }
}
