import type { ApiKeys } from '../storage/api-keys.ts';
import { keyNotFound, withKeys } from './key-errors.ts';
import type { KeyRing } from './key-ring.ts';

/** Ends a key for good, with all its secrets. */
export class RevokeKey {
  readonly #keys: ApiKeys;
  readonly #ring: KeyRing;
  constructor(keys: ApiKeys, ring: KeyRing) {
    this.#keys = keys;
    this.#ring = ring;
  }

  /** Again changes nothing. @throws HermodError KEY_NOT_FOUND, KEYS_UNAVAILABLE */
  async execute(id: string, now: Date): Promise<void> {
    await withKeys(async () => {
      if (!(await this.#keys.revoke(id, now))) throw keyNotFound(id);
      await this.#ring.refresh();
    });
  }
}
