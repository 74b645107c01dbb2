import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import { canonical } from './canonical.ts';
import type { DayLeaf, DayRoot } from './entry.ts';

const KEY_BYTES = 32;

/** Marks what only the service can have written, because they need HERMOD_SECRET. In hex. */
export interface Seals {
  /** The seal of where a recipient's chain ends. */
  ofHead(head: DayLeaf): string;
  /** The seal of a day's root. */
  ofDay(root: DayRoot): string;
}

/**
 * HMAC-SHA256 under a key of its own (HKDF, RFC 5869), so that nothing else that is signed with the same secret, such as the
 * hash of an address, can pass for a seal.
 */
export function createSeals(secret: string): Seals {
  // As a key object it is taken in once; as bytes each seal would cost eight times as much.
  const key = createSecretKey(
    new Uint8Array(hkdfSync('sha256', secret, '', 'hermod.ledger.seal.1', KEY_BYTES)),
  );
  const seal = (fields: readonly (string | undefined)[]): string =>
    createHmac('sha256', key).update(canonical(fields)).digest('hex');
  return {
    ofHead: ({ recipient, sequence, hash }) => seal(['head', recipient, String(sequence), hash]),
    ofDay: ({ day, leaves, root, before }) => seal(['day', day, String(leaves), root, before]),
  };
}

/** True when a seal is the one that is expected; takes the same time wherever they differ. */
export function isSameSeal(seal: string, expected: string): boolean {
  return seal.length === expected.length && timingSafeEqual(Buffer.from(seal), Buffer.from(expected));
}
