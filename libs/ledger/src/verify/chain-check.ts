import type { ChainedEntry, ChainEnd } from '../entry.ts';
import { instantText } from '../instant-text.ts';
import { findLinkFault, findPersonalFault } from './find-entry-faults.ts';
import type { Finding, FindingKind } from './finding.ts';

/** Where a chain ended when a day was over. */
interface LeafOfChain extends ChainEnd {
  readonly day: string;
}

/** A part of a recipient's chain, with what is kept about its end; parts follow each other. */
export interface ChainPart {
  readonly recipient: string;
  /** Absent when none is kept. `authentic`: the service says that its seal is right. */
  readonly head?: (ChainEnd & { readonly authentic: boolean }) | undefined;
  /** Those behind the part before. */
  readonly leaves: readonly LeafOfChain[];
  /** In the order of their sequence. */
  readonly entries: readonly ChainedEntry[];
}

/** The days that are closed, from the first to the last. */
export interface ClosedDays {
  readonly first: string;
  readonly last: string;
}

/** Around an entry that doesn't fit its place, so many on each side are tried for the place that it does fit. */
const NEIGHBOURS = 16;

/** Verifies the chain of one recipient, part by part. What it keeps in memory doesn't grow with the chain. */
export class ChainCheck {
  readonly #recipient: string;
  readonly #closed: ClosedDays | undefined;
  #end: ChainEnd | undefined;
  #isUnerasedSeen = false;
  /** The last entries, the newest last. */
  readonly #recent: ChainedEntry[] = [];
  #last: ChainPart | undefined;

  /** @param closed undefined when no day is closed yet. */
  constructor(recipient: string, closed: ClosedDays | undefined) {
    this.#recipient = recipient;
    this.#closed = closed;
  }

  /** Takes the next part, and tells what is wrong in it. */
  take(part: ChainPart): Finding[] {
    this.#last = part;
    const leaves = new Map(part.leaves.map((leaf) => [leaf.sequence, leaf]));
    return part.entries.flatMap((entry, at) => {
      const neighbours = () => [...this.#recent, ...part.entries.slice(at, at + NEIGHBOURS)];
      const findings = [
        ...this.#checkEntry(entry, neighbours),
        ...this.#checkDay(entry, leaves.get(entry.sequence), part.leaves),
      ];
      this.#recent.push(entry);
      if (this.#recent.length > NEIGHBOURS) this.#recent.shift();
      return findings;
    });
  }

  /** Tells what is wrong with the end, when the last part was taken. */
  finish(): Finding[] {
    const findings: Finding[] = [];
    const { head, leaves = [] } = this.#last ?? {};
    const reached = this.#end?.sequence ?? 0;
    if (head === undefined) {
      findings.push(this.#finding('removed', 'the record of where its chain ends'));
    } else {
      if (!head.authentic)
        findings.push(this.#finding('changed', "the record of where its chain ends: its seal isn't right"));
      findings.push(...this.#checkHead(head, reached));
    }
    const beyond = leaves.filter(({ sequence }) => sequence > reached);
    const furthest = beyond.at(-1);
    if (furthest !== undefined && !(head !== undefined && head.sequence > reached))
      findings.push(this.#lostEnd(reached, furthest.sequence, `on ${furthest.day}`));
    return findings;
  }

  #checkHead({ sequence, hash }: ChainEnd, reached: number): Finding[] {
    if (sequence > reached) return [this.#lostEnd(reached, sequence, 'as its record says')];
    if (sequence < reached)
      return [
        this.#finding('inserted', `entries behind the end of its chain, which is ${sequence}`, sequence + 1),
      ];
    if (hash === this.#end?.hash) return [];
    return [this.#finding('changed', "its last entry isn't the one that its record names", sequence)];
  }

  #lostEnd(reached: number, sequence: number, when: string): Finding {
    const what = `its chain ends with ${reached}, and had reached ${sequence} ${when}`;
    return this.#finding(reached === 0 ? 'removed' : 'cut-off', what, reached + 1);
  }

  #checkEntry(entry: ChainedEntry, neighbours: () => readonly ChainedEntry[]): Finding[] {
    const expected = (this.#end?.sequence ?? 0) + 1;
    const of = { sequence: entry.sequence, entry: entry.id };
    if (entry.sequence < expected)
      return [{ ...this.#finding('inserted', 'another entry has its place'), ...of }];
    const findings: Finding[] = [];
    const personal = findPersonalFault(entry) ?? this.#findLoneErasure(entry);
    if (personal !== undefined) findings.push({ ...this.#finding(personal.kind, personal.what), ...of });
    if (entry.sequence > expected) {
      const upTo = entry.sequence - 1;
      findings.push(this.#finding('removed', `entries ${expected} to ${upTo} are missing`, expected));
    } else {
      const link = findLinkFault(this.#end?.hash, entry, neighbours);
      if (link !== undefined) findings.push({ ...this.#finding(link.kind, link.what), ...of });
    }
    this.#end = { sequence: entry.sequence, hash: entry.hash };
    return findings;
  }

  /** An erasure takes all that there is: behind an entry that still has its words there is no erased one. */
  #findLoneErasure(entry: ChainedEntry): { kind: FindingKind; what: string } | undefined {
    if (!entry.isErased) this.#isUnerasedSeen = true;
    return entry.isErased && this.#isUnerasedSeen
      ? { kind: 'changed', what: 'it was erased, and entries before it were not' }
      : undefined;
  }

  #checkDay(entry: ChainedEntry, leaf: LeafOfChain | undefined, leaves: readonly LeafOfChain[]): Finding[] {
    const of = { sequence: entry.sequence, entry: entry.id };
    if (leaf !== undefined && leaf.hash !== entry.hash) {
      const what = `when ${leaf.day} was closed, another entry stood in its place`;
      return [{ ...this.#finding('changed', what), ...of, day: leaf.day }];
    }
    const day = instantText(entry.recordedAt).slice(0, 10);
    const closed = this.#closed;
    if (closed === undefined || day < closed.first || day > closed.last) return [];
    if (leaves.some((kept) => kept.day === day && kept.sequence >= entry.sequence)) return [];
    return [{ ...this.#finding('inserted', `${day} was closed without it`), ...of, day }];
  }

  #finding(kind: FindingKind, what: string, sequence?: number): Finding {
    return { kind, recipient: this.#recipient, what, ...(sequence === undefined ? {} : { sequence }) };
  }
}
