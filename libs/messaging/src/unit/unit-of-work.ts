import {
  encodeHeaders,
  FLOW,
  type FactName,
  type FactOf,
  HermodError,
  kafkaTopic,
  type Lane,
  MAX_FACT_BYTES,
  partitionOf,
  type WireRecord,
} from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';

/** Each unit of work moves a recipient's counter by this much, so its facts have numbers of their own. */
export const REVISIONS_PER_UNIT = 1_000;

export interface Publication {
  /** Derived, never random: a repeat has to look like a repeat. */
  readonly id: string;
  /** The record key: an opaque recipient id, or an address' HMAC. */
  readonly recipient: string;
  /** Trace context of what caused it. */
  readonly traceparent?: string | undefined;
  /** Lanes to travel in; the unit's own when absent. */
  readonly lanes?: readonly Lane[];
}

/** What a unit knows of its recipients. */
export interface LockedRecipients {
  readonly revisions: ReadonlyMap<string, number>;
  /** The database's clock when the locks were held. */
  readonly now: Date;
}

/**
 * One transaction over a batch: recipients are locked, what is written and what is published stands or falls
 * together. Use cases get it from a handler, a timer or a request, and never open transactions of their own.
 */
export class UnitOfWork {
  readonly service: string;
  readonly lane: Lane;
  readonly sql: Sql;
  readonly now: Date;
  readonly partitions: number;
  readonly #first: ReadonlyMap<string, number>;
  readonly #revisions: Map<string, number>;
  readonly #records: WireRecord[] = [];
  readonly #beforeCommit: (() => Promise<void>)[] = [];
  readonly #afterCommit: (() => void)[] = [];

  constructor(about: {
    service: string;
    lane: Lane;
    sql: Sql;
    partitions: number;
    locked: LockedRecipients;
  }) {
    this.service = about.service;
    this.lane = about.lane;
    this.sql = about.sql;
    this.partitions = about.partitions;
    this.now = about.locked.now;
    this.#first = about.locked.revisions;
    this.#revisions = new Map(this.#first);
  }

  /** The recipients this unit holds. */
  get recipients(): ReadonlySet<string> {
    return new Set(this.#revisions.keys());
  }

  /** True when this unit holds a recipient's lock. */
  holds(recipient: string): boolean {
    return this.#revisions.has(recipient);
  }

  /**
   * Publishes a fact when the transaction has committed. Checked here, on the way out.
   * @throws ZodError when the fact breaks its contract; TypeError when its recipient isn't locked;
   * HermodError FACT_TOO_LARGE when no reader would take it, UNIT_TOO_LARGE when the unit has to be split.
   */
  publish<N extends FactName>(name: N, fact: FactOf<N>, about: Publication): void {
    const entry = FLOW[name];
    entry.schema.parse(fact);
    const revision = this.#nextRevision(about.recipient);
    const headers = encodeHeaders(entry, fact, {
      id: about.id,
      source: `hermod/${this.service}`,
      recipient: about.recipient,
      time: this.now,
      revision,
      ...(about.traceparent === undefined ? {} : { traceparent: about.traceparent }),
    });
    const value = JSON.stringify(fact);
    const bytes = Buffer.byteLength(value);
    if (bytes > MAX_FACT_BYTES)
      throw new HermodError(
        'FACT_TOO_LARGE',
        `${entry.topic}: a fact has at most ${MAX_FACT_BYTES} bytes, this one ${bytes}`,
      );
    const partition = partitionOf(about.recipient, this.partitions);
    for (const lane of about.lanes ?? [this.lane]) {
      this.#records.push({ topic: kafkaTopic(entry, lane), partition, key: about.recipient, value, headers });
    }
  }

  /** Passes a record on as it is, such as a dead letter. */
  publishRaw(record: WireRecord): void {
    this.#records.push(record);
  }

  /** Runs once when all handlers are done, inside the transaction: what they gathered is written in one go. */
  beforeCommit(callback: () => Promise<void>): void {
    this.#beforeCommit.push(callback);
  }

  /** Runs when the transaction has committed; for what may be lost with the process. */
  afterCommit(callback: () => void): void {
    this.#afterCommit.push(callback);
  }

  /** What is to be sent, in the order of its publication. */
  get records(): readonly WireRecord[] {
    return this.#records;
  }

  /** Called by the runner, before it reads the records. */
  async finish(): Promise<void> {
    for (const callback of this.#beforeCommit) await callback();
  }

  /** Called by the runner. */
  committed(): void {
    for (const callback of this.#afterCommit) callback();
  }

  #nextRevision(recipient: string): number {
    const revision = this.#revisions.get(recipient);
    if (revision === undefined) throw new TypeError(`a fact about a recipient that this unit has not locked`);
    // Beyond them begin the numbers of the recipient's next unit.
    if (revision >= this.#first.get(recipient)! + REVISIONS_PER_UNIT)
      throw new HermodError(
        'UNIT_TOO_LARGE',
        `a unit publishes at most ${REVISIONS_PER_UNIT} facts about a recipient`,
      );
    this.#revisions.set(recipient, revision + 1);
    return revision;
  }
}
