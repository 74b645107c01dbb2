import { entryOf, type FlowEntry, headerText, type Lane, readingOf, type Service } from '@hermod/contracts';
import { counterOf, type FlowSpan, METRICS, startSpan } from '@hermod/telemetry';
import type { Log, SourceRecord } from '../ports.ts';
import { deadLetterOf, toDeadRecord } from './dead-letter.ts';
import { keepDeadLetter } from './dead-letters.ts';
import { withoutErased } from './erase-dead-letters.ts';
import { backOffMs, describe, judge } from './failures.ts';
import { takeIn } from './inbox.ts';
import { inReadingOrder } from './reading-order.ts';
import { isWanted, readFact, type Received } from './received.ts';
import type { UnitOfWork } from './unit-of-work.ts';
import type { UnitRunner } from './unit-runner.ts';

/** Handles the fresh facts of one entry in a unit: calls one use case. */
export type FactHandler = (facts: readonly Received[], unit: UnitOfWork) => Promise<void>;

export interface FactRunnerOptions {
  readonly service: Service;
  readonly lane: Lane;
  readonly units: UnitRunner;
  /** By the entry's plain topic. */
  readonly handlers: ReadonlyMap<string, FactHandler>;
  readonly log: Log;
  readonly isStopping: () => boolean;
}

const handled = counterOf(METRICS.factsHandled);
const dead = counterOf(METRICS.deadLetters);

/** Shows 0 for Kafka topics from the start: a first one would not look like an increase. */
export function showDeadLettersOf(topics: readonly string[]): void {
  for (const topic of topics) dead.inc({ topic }, 0);
}

/** A record that fails alone this often is dead. */
const TRIES_ALONE = 3;

/** The process stops before the work is done: it is somebody else's now. */
class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

/**
 * Turns a batch of records into a unit of work, and never rejects: errors that pass are waited for, any other
 * splits the unit down to the record that is to blame, which goes to the dead letters.
 */
export class FactRunner {
  readonly #options: FactRunnerOptions;
  #stuckSince: number | undefined;

  constructor(options: FactRunnerOptions) {
    this.#options = options;
  }

  /** Since when the same unit has been tried in vain, in milliseconds of the epoch. */
  get stuckSince(): number | undefined {
    return this.#stuckSince;
  }

  /** @returns false when it gave up because the process stops; the records have to come again then. */
  async handle(records: readonly SourceRecord[]): Promise<boolean> {
    try {
      await this.#handleAll(records);
      return true;
    } catch (error) {
      if (error instanceof GivenUp) return false;
      throw error;
    }
  }

  async #handleAll(records: readonly SourceRecord[]): Promise<void> {
    const facts: Received[] = [];
    for (const record of records) {
      const reading = readingOf(entryOf(record.topic)!.entry, this.#options.service);
      if (reading === undefined || !isWanted(record, reading)) continue;
      try {
        facts.push(readFact(record));
      } catch (error) {
        await this.#untilBuried(record, error);
      }
    }
    await this.#handleOrSplit(facts);
  }

  async #handleOrSplit(facts: readonly Received[], triesAlone = 0): Promise<void> {
    if (facts.length === 0) return;
    const error = await this.#untilItPasses(() => this.#runUnit(facts));
    if (error === undefined) return;
    if (facts.length === 1) {
      if (triesAlone + 1 < TRIES_ALONE) return this.#handleOrSplit(facts, triesAlone + 1);
      return this.#untilBuried(facts[0]!.record, error);
    }
    const middle = Math.ceil(facts.length / 2);
    await this.#handleOrSplit(facts.slice(0, middle));
    await this.#handleOrSplit(facts.slice(middle));
  }

  /** No error of a burial lasts, whatever its kind: a record that is neither handled nor buried would be lost. */
  async #untilBuried(record: SourceRecord, error: unknown): Promise<void> {
    await this.#untilItPasses(
      () => this.#bury(record, error),
      () => 'again',
    );
  }

  /** Tries until it works or fails for good; returns the lasting error. */
  async #untilItPasses(work: () => Promise<void>, verdictOn = judge): Promise<unknown> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await work();
        this.#stuckSince = undefined;
        return undefined;
      } catch (error) {
        if (verdictOn(error) === 'split') {
          this.#stuckSince = undefined;
          return error;
        }
        this.#stuckSince ??= Date.now();
        this.#options.log.warn({ ...describe(error), attempt }, 'a unit of work waits for its database');
        if (this.#options.isStopping()) throw new GivenUp();
        await new Promise((resolve) => setTimeout(resolve, backOffMs(attempt)));
      }
    }
  }

  async #runUnit(facts: readonly Received[]): Promise<void> {
    const { units, lane } = this.#options;
    const spans = facts.map((fact) => startFactSpan(fact));
    try {
      await units.run(lane, new Set(facts.map((fact) => fact.recipient)), (unit) =>
        this.#dispatch(facts, unit),
      );
    } catch (error) {
      for (const span of spans) span.fail(error);
      throw error;
    } finally {
      for (const span of spans) span.end();
    }
  }

  async #dispatch(facts: readonly Received[], unit: UnitOfWork): Promise<void> {
    const fresh = await dropSeen(facts, unit);
    for (const [entry, group] of byEntry(fresh)) {
      const handler = this.#options.handlers.get(entry.topic);
      if (handler === undefined) throw new TypeError(`nothing handles ${entry.topic}`);
      await handler(group, unit);
      unit.afterCommit(() => handled.inc({ topic: entry.topic }, group.length));
    }
  }

  /** The copy on Kafka is published with the row that makes it the only one. */
  async #bury(record: SourceRecord, error: unknown): Promise<void> {
    const { units, lane, log } = this.#options;
    const cause = describe(error);
    const lock = `dead:${record.topic}:${record.partition}`;
    await units.run(lane, [lock], async (unit) => {
      const letter = await withoutErased(
        unit.sql,
        deadLetterOf(record, cause, this.#options.service, unit.now),
      );
      if (await keepDeadLetter(unit.sql, letter)) {
        unit.publishRaw(toDeadRecord(letter));
        unit.afterCommit(() => dead.inc({ topic: record.topic }));
      }
    });
    log.error(
      { ...cause, topic: record.topic, partition: record.partition, offset: record.offset },
      'dead letter',
    );
  }
}

function startFactSpan(fact: Received): FlowSpan {
  const span = startSpan(`process ${fact.entry.topic}`, {
    parent: headerText(fact.record.headers, 'traceparent'),
    kind: 'consumer',
    attributes: {
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.destination.name': fact.record.topic,
      'messaging.destination.partition.id': String(fact.partition),
      ...idsOf(fact.data),
    },
  });
  fact.traceparent = span.traceparent;
  return span;
}

function idsOf(data: unknown): Record<string, string> {
  const { runId, messageId, intent } = data as {
    runId?: unknown;
    messageId?: unknown;
    intent?: { runId?: unknown };
  };
  const run = runId ?? intent?.runId;
  return {
    ...(typeof run === 'string' ? { 'hermod.run_id': run } : {}),
    ...(typeof messageId === 'string' ? { 'hermod.message_id': messageId } : {}),
  };
}

/** Folds repeats within the batch and drops what was handled before, on whichever lane it came. */
async function dropSeen(facts: readonly Received[], unit: UnitOfWork): Promise<Received[]> {
  const byKey = new Map<string, Received>();
  for (const fact of facts) if (!byKey.has(fact.inboxKey)) byKey.set(fact.inboxKey, fact);
  const unique = [...byKey.values()];
  const isEvent = (fact: Received): boolean => fact.entry.number === 1;
  const keysOf = (events: boolean): string[] =>
    unique.filter((f) => isEvent(f) === events).map((f) => f.inboxKey);
  const freshFacts = await takeIn(unit.sql, 'facts', keysOf(false), unit.now);
  const freshEvents = await takeIn(unit.sql, 'events', keysOf(true), unit.now);
  return unique.filter((fact) => (isEvent(fact) ? freshEvents : freshFacts).has(fact.inboxKey));
}

/** Groups by entry, in the order in which they are handled. */
function byEntry(facts: readonly Received[]): [FlowEntry, Received[]][] {
  const groups = new Map<FlowEntry, Received[]>();
  for (const fact of facts) {
    const group = groups.get(fact.entry);
    if (group === undefined) groups.set(fact.entry, [fact]);
    else group.push(fact);
  }
  return [...groups].sort(([a], [b]) => inReadingOrder(a, b));
}
