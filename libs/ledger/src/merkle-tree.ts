import { createHash } from 'node:crypto';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** A subtree that is full: 2 to the power of `level` leaves. */
interface Subtree {
  readonly level: number;
  readonly hash: Buffer;
}

/**
 * The Merkle Tree Hash of RFC 6962, 2.1, of leaves that are added one by one; it keeps one hash for each level. Leaves and
 * nodes are hashed with different first bytes, so that no leaf can stand for a node.
 */
export class MerkleTree {
  readonly #full: Subtree[] = [];

  /** Adds a leaf behind the others. */
  add(leaf: string): void {
    let added: Subtree = { level: 0, hash: createHash('sha256').update(LEAF).update(leaf).digest() };
    for (;;) {
      const last = this.#full.at(-1);
      if (last?.level !== added.level) break;
      this.#full.pop();
      added = { level: added.level + 1, hash: hashNode(last.hash, added.hash) };
    }
    this.#full.push(added);
  }

  /** The root, in hex. Of no leaf it is the hash of nothing. */
  root(): string {
    const hashes = this.#full.map(({ hash }) => hash);
    const last = hashes.pop() ?? createHash('sha256').digest();
    return hashes.reduceRight((right, left) => hashNode(left, right), last).toString('hex');
  }
}

function hashNode(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}
