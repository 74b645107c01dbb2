import type { Scope } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import type { ApiKey, ApiKeys } from '../storage/api-keys.ts';
import { withKeys } from './key-errors.ts';
import type { KeyRing } from './key-ring.ts';
import { makeKey } from './key-text.ts';
import type { RateLimit } from './token-bucket.ts';

/** A key as it is wished for. */
export interface WantedKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** The id of the key that asks for it. */
  readonly createdBy: string;
}

/** A key with its text, which is never to be seen again. */
export interface IssuedKey {
  readonly key: ApiKey;
  readonly text: string;
}

/** Makes a key. */
export class CreateKey {
  readonly #keys: ApiKeys;
  readonly #ring: KeyRing;
  constructor(keys: ApiKeys, ring: KeyRing) {
    this.#keys = keys;
    this.#ring = ring;
  }

  /** @throws HermodError KEY_EXPIRES_IN_THE_PAST, KEYS_UNAVAILABLE */
  async execute(wanted: WantedKey, now: Date): Promise<IssuedKey> {
    const { name, scopes, expiresAt, rateLimit, createdBy } = wanted;
    if (expiresAt !== undefined && expiresAt <= now)
      throw new HermodError('KEY_EXPIRES_IN_THE_PAST', 'this key would never be good', {
        field: 'expiresAt',
        fix: 'send an instant in the future, or leave it out',
      });
    const { id, text, digest } = makeKey();
    return withKeys(async () => {
      const key = await this.#keys.add({
        id,
        name,
        scopes: [...new Set(scopes)],
        digest,
        ratePerSecond: rateLimit?.perSecond ?? null,
        rateBurst: rateLimit?.burst ?? null,
        createdAt: now,
        createdBy,
        expiresAt: expiresAt ?? null,
      });
      await this.#ring.refresh();
      return { key, text };
    });
  }
}
