import { canonical } from './canonical.ts';
import type { DayLeaf } from './entry.ts';
import { MerkleTree } from './merkle-tree.ts';

/**
 * The Merkle tree of a day that is over. Its first leaf is the day itself and the root of the day before, so that one root
 * that is kept elsewhere proves every day up to it.
 */
export class DayTree {
  readonly #tree = new MerkleTree();
  #leaves = 0;

  /** @param before root of the day before; undefined on the first day. */
  constructor(day: string, before: string | undefined) {
    this.#tree.add(canonical(['hermod.ledger.day.1', day, before]));
  }

  /** How many chains were added. */
  get leaves(): number {
    return this.#leaves;
  }

  /** Adds where a chain ended, in ascending order of the recipients' UTF-8 bytes. */
  add({ recipient, sequence, hash }: DayLeaf): void {
    this.#tree.add(canonical(['hermod.ledger.leaf.1', recipient, String(sequence), hash]));
    this.#leaves += 1;
  }

  /** In hex. */
  root(): string {
    return this.#tree.root();
  }
}
