/** What of an entry is personal; an erasure takes it, and the salt of its digest. */
export interface PersonalFields {
  /** Id of the contact point. */
  readonly contactPoint?: string | undefined;
  readonly wording?: string | undefined;
  readonly wordingVersion?: string | undefined;
  readonly language?: string | undefined;
  readonly source?: Readonly<Record<string, unknown>> | undefined;
  readonly reason?: string | undefined;
}

/** An entry that is about to get its place in the chain of its recipient. Instants as `instantText` writes them, or Dates. */
export interface EntryToChain extends PersonalFields {
  readonly recipient: string;
  /** A UUID. */
  readonly id: string;
  readonly state: string;
  readonly isSuppression: boolean;
  readonly channel: string;
  readonly purpose?: string | undefined;
  readonly topic?: string | undefined;
  readonly method: string;
  readonly basis?: string | undefined;
  readonly validUntil?: Date | string | undefined;
  readonly at: Date | string;
  readonly recordedAt: Date | string;
  readonly recordedBy: string;
}

/** The place of an entry in its chain. Digest, hash and salt are in hex. */
export interface EntryProof {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** 16 random bytes; gone when the entry was erased. */
  readonly salt?: string | undefined;
  /** SHA-256 over the salt and what is personal. */
  readonly digest: string;
  /** SHA-256 over the hash before, the digest and what is not personal. */
  readonly hash: string;
}

/** An entry with its place. */
export interface ChainedEntry extends EntryToChain, EntryProof {
  /** What was personal is gone. */
  readonly isErased: boolean;
}

/** The last entry of a chain. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** Where the chain of a recipient ended when a day was over. */
export interface DayLeaf extends ChainEnd {
  readonly recipient: string;
}

/** What is kept of a day that is over. */
export interface DayRoot {
  /** UTC, such as `2026-11-22`. */
  readonly day: string;
  /** How many chains grew on that day. */
  readonly leaves: number;
  /** The Merkle root, in hex: over the day, the root before and every leaf. */
  readonly root: string;
  /** The root of the day before; undefined on the first day. */
  readonly before: string | undefined;
}
