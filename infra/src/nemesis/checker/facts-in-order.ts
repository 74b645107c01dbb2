import { entryOf } from '@hermod/contracts';
import type { FactRecord, FaultRecord } from '../evidence.ts';
import { faultsDuring, strikes, strikesFoundations } from './faults-under-way.ts';
import type { Breach, Finding } from './invariant.ts';

/**
 * A recipient's lock ends with the commit, and the sending follows: two instances may put what they wrote one after
 * the other the other way round. For so long a row of the outbox is its writer's to send.
 */
const SENDS_CROSS_WITHIN_MS = 2_000;
/** What a struck process left in its outbox may stand there when newer facts have come already. */
const LEFT_BEHIND_MS = 10_000;

interface Kept {
  readonly ids: Set<string>;
  readonly revisions: Set<number>;
  highest: FactRecord | undefined;
}

type Revised = FactRecord & { readonly id: string; readonly key: string; readonly revision: number };

/**
 * Looks whether the facts of each key grow in revision on each Kafka topic and partition; a topic has one publisher.
 * Repeats are the outbox' and have the id of the first: they may come whenever they like.
 */
export function findDisorder(facts: readonly FactRecord[], faults: readonly FaultRecord[]): Finding {
  const keptOf = new Map<string, Kept>();
  const breaches: Breach[] = [];
  let tested = 0;
  for (const fact of facts) {
    if (!isRevised(fact)) continue;
    const place = `${fact.topic}/${fact.partition}/${fact.key}`;
    const kept = keptOf.get(place) ?? { ids: new Set(), revisions: new Set(), highest: undefined };
    keptOf.set(place, kept);
    if (kept.ids.has(fact.id)) continue;
    tested += 1;
    const words = whatIsWrong(fact, kept, faults);
    if (words !== undefined) breaches.push(aboutFact(fact, words));
    kept.ids.add(fact.id);
    kept.revisions.add(fact.revision);
    if (fact.revision > (kept.highest?.revision ?? -1)) kept.highest = fact;
  }
  return { tested, breaches };
}

/** What upstream publishes has no revision. */
function isRevised(fact: FactRecord): fact is Revised {
  return fact.id !== undefined && fact.key !== undefined && fact.revision !== undefined;
}

function whatIsWrong(
  fact: Revised,
  { revisions, highest }: Kept,
  faults: readonly FaultRecord[],
): string | undefined {
  // The counter moves under the recipient's lock: two facts with one number had no lock.
  if (revisions.has(fact.revision)) return `revision ${fact.revision} was given to two facts`;
  if (highest?.revision === undefined || fact.revision > highest.revision) return undefined;
  if (fact.at - highest.at < SENDS_CROSS_WITHIN_MS || wasLeftBehind(fact, highest, faults)) return undefined;
  return `revision ${fact.revision} came ${fact.at - highest.at} ms after ${highest.revision}`;
}

/** A fault kept its publisher from sending; the sweeper did that later. */
function wasLeftBehind(fact: FactRecord, newer: FactRecord, faults: readonly FaultRecord[]): boolean {
  const publishers = entryOf(fact.topic)?.entry.publishers ?? [];
  return faultsDuring(faults, newer.at - LEFT_BEHIND_MS, fact.at).some(
    (fault) => strikesFoundations(fault) || publishers.some((publisher) => strikes(fault, publisher)),
  );
}

function aboutFact({ topic, partition, offset, data }: FactRecord, words: string): Breach {
  const about = `${topic}[${partition}]@${offset}: ${words}`;
  const { messageId, runId } = data ?? {};
  return {
    words: about,
    ...(typeof messageId === 'string' ? { message: messageId } : {}),
    ...(typeof runId === 'string' ? { run: runId } : {}),
  };
}
