/**
 * What proves the consent ledger: a chain of hashes for each recipient over salted digests of what is personal, a Merkle
 * root for each day over the ends of the chains, and seals that only who has HERMOD_SECRET can make. Used by the service
 * that writes the ledger and by whoever verifies it; it reads and writes nothing itself and takes randomness from its caller.
 */
export { chainEntry } from './chain-entry.ts';
export { DayTree } from './day-tree.ts';
export { digestPersonal } from './digest-personal.ts';
export type {
  ChainEnd,
  ChainedEntry,
  DayLeaf,
  DayRoot,
  EntryProof,
  EntryToChain,
  PersonalFields,
} from './entry.ts';
export { hashEntry } from './hash-entry.ts';
export { instantText } from './instant-text.ts';
export { MerkleTree } from './merkle-tree.ts';
export { createSeals, isSameSeal, type Seals } from './seals.ts';
export type { Finding, FindingKind } from './verify/finding.ts';
export {
  type AuditedChainPart,
  type AuditedDay,
  type AuditedEntry,
  type LedgerReader,
  type Verification,
  type Verified,
  verifyLedger,
} from './verify/verify-ledger.ts';
