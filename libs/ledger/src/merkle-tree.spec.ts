import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { MerkleTree } from './merkle-tree.ts';

const sha256 = (...parts: readonly (string | Uint8Array)[]) => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
};

/** The definition of RFC 6962, 2.1, word for word. */
function defined(leaves: readonly string[]): Uint8Array {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return sha256('\u0000', leaves[0]!);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256('\u0001', defined(leaves.slice(0, k)), defined(leaves.slice(k)));
}

test('the root of any number of leaves is that of RFC 6962', () => {
  for (let n = 0; n < 70; n += 1) {
    const leaves = Array.from({ length: n }, (_, at) => `leaf ${at}`);
    const tree = new MerkleTree();
    for (const leaf of leaves) tree.add(leaf);
    expect(tree.root()).toBe(Buffer.from(defined(leaves)).toString('hex'));
  }
});
