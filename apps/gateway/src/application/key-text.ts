/** What an API key looks like: `hk_<id>_<secret>`, 16 hexadecimal digits and 256 random bits in base64url. */
import { createHash, randomBytes } from 'node:crypto';

/** A key as it is shown once, and what is kept of it. */
export interface FreshKey {
  readonly id: string;
  /** The whole key. It is shown to who asked for it, and kept nowhere. */
  readonly text: string;
  /** SHA-256 of its secret; 256 random bits need no slower hash. */
  readonly digest: Buffer;
}

/** A key that somebody showed. */
export interface ShownKey {
  readonly id: string;
  readonly digest: Buffer;
}

const KEY = /^hk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

/** A new key, or with `id` a new secret for a key. */
export function makeKey(id: string = randomBytes(8).toString('hex')): FreshKey {
  const secret = randomBytes(32).toString('base64url');
  return { id, text: `hk_${id}_${secret}`, digest: digestOf(secret) };
}

/** What a key says about itself; undefined for what is none. */
export function readKey(text: string): ShownKey | undefined {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, digest: digestOf(secret) };
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
