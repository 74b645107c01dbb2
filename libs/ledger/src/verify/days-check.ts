import { DayTree } from '../day-tree.ts';
import type { DayLeaf, DayRoot } from '../entry.ts';
import type { Finding } from './finding.ts';

/** A day's root as it is kept. `authentic`: the service says that its seal is right. */
export interface SealedDay extends DayRoot {
  readonly authentic: boolean;
}

const DAY_MS = 86_400_000;

/** Verifies that the days follow each other without a gap, each with the root before it. */
export class DaysCheck {
  readonly #anchors: Map<string, string>;
  #last: SealedDay | undefined;

  /** @param anchors roots by day, as they were kept elsewhere. */
  constructor(anchors: ReadonlyMap<string, string> = new Map()) {
    this.#anchors = new Map(anchors);
  }

  /** Takes the next day, in ascending order. */
  take(sealed: SealedDay): Finding[] {
    const { day, root, before, authentic } = sealed;
    const findings: Finding[] = [];
    if (!authentic) findings.push({ kind: 'root-differs', day, what: "the seal of its root isn't right" });
    if (this.#last !== undefined && dayAfter(this.#last.day) !== day) {
      findings.push({
        kind: 'removed',
        day: this.#last.day,
        what: `the day after it is missing: ${day} follows`,
      });
    } else if (before !== this.#last?.root) {
      findings.push({
        kind: 'root-differs',
        day,
        what: "the root of the day before isn't the one that it names",
      });
    }
    const anchor = this.#anchors.get(day);
    this.#anchors.delete(day);
    if (anchor !== undefined && anchor !== root)
      findings.push({ kind: 'root-differs', day, what: `its root is ${root}, and you hold ${anchor}` });
    this.#last = sealed;
    return findings;
  }

  /**
   * Tells what is missing at the end.
   * @param overdue how many days that are over have no root; one is fine, because it is being closed.
   */
  finish(overdue: number): Finding[] {
    const findings: Finding[] = [];
    if (overdue > 1)
      findings.push({
        kind: 'removed',
        what: `${overdue} days that are over have no root`,
        ...(this.#last === undefined ? {} : { day: this.#last.day }),
      });
    for (const day of this.#anchors.keys())
      findings.push({ kind: 'removed', day, what: 'you hold its root, and the ledger has none of that day' });
    return findings;
  }
}

/** Computes the root of a day anew from its leaves. What it keeps in memory hardly grows with them. */
export class DayCheck {
  readonly #sealed: SealedDay;
  readonly #tree: DayTree;
  #lastRecipient: Buffer | undefined;
  #isInOrder = true;

  constructor(sealed: SealedDay) {
    this.#sealed = sealed;
    this.#tree = new DayTree(sealed.day, sealed.before);
  }

  /** Takes the next leaf. */
  take(leaf: DayLeaf): void {
    const recipient = Buffer.from(leaf.recipient);
    if (this.#lastRecipient !== undefined && Buffer.compare(this.#lastRecipient, recipient) >= 0)
      this.#isInOrder = false;
    this.#lastRecipient = recipient;
    this.#tree.add(leaf);
  }

  /** Tells whether the leaves are those of the root. */
  finish(): Finding[] {
    const { day, leaves, root } = this.#sealed;
    if (this.#isInOrder && this.#tree.leaves === leaves && this.#tree.root() === root) return [];
    return [
      { kind: 'root-differs', day, what: `what is kept of its ${leaves} chains doesn't give its root` },
    ];
  }
}

/** Undefined when it is no day. */
function dayAfter(day: string): string | undefined {
  const next = new Date(Date.parse(day) + DAY_MS);
  return Number.isNaN(next.getTime()) ? undefined : next.toISOString().slice(0, 10);
}
