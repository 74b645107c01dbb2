import { partitionOf } from '@hermod/contracts';
import type { Evidence } from '../evidence.ts';
import { FRESH_WITHIN_MS } from './after-stop.ts';
import type { Breach, Invariant } from './invariant.ts';
import { openedAt } from './openings.ts';

/** A time in which delivery had not read what Kafka held. */
interface Behind {
  readonly recipient: string;
  readonly from: number;
  readonly until: number;
}

/**
 * Who has not read the opt-outs of a partition sends nothing to anybody in it. An answered STOP is on Kafka; as long as
 * delivery has not written it down, no instance has read that partition to its end, and two seconds later no view of it
 * is fresh.
 */
export const caughtUp: Invariant = {
  name: 'caught-up',
  says: 'while a STOP of more than 2 s ago is unread by delivery, nothing opens to anybody of its partition',
  check(evidence) {
    const behind = findBehind(evidence);
    const opened = openingsByPartition(evidence);
    const breaches = behind.flatMap(({ recipient, from, until }): Breach[] =>
      (opened.get(partitionOf(recipient, evidence.partitions)) ?? [])
        .filter(({ at }) => at > from && at < until)
        .map(({ at, id, message }) => ({
          words: `attempt ${id} opened ${at - from} ms too late for what delivery had read: a STOP of its partition was unread`,
          message,
        })),
    );
    return { tested: behind.length, breaches };
  },
};

/** From two seconds behind the first answered STOP of each recipient until delivery had written it down. */
export function findBehind({ stops, optOuts, quietAt }: Evidence): Behind[] {
  const first = new Map<string, number>();
  for (const { recipient, answeredAt } of stops)
    first.set(recipient, Math.min(answeredAt, first.get(recipient) ?? answeredAt));
  const noted = new Map<string, number>();
  for (const { recipient, lifts, notedAt } of optOuts)
    if (!lifts) noted.set(recipient, Math.min(notedAt, noted.get(recipient) ?? notedAt));
  return [...first]
    .map(([recipient, answeredAt]) => ({
      recipient,
      from: answeredAt + FRESH_WITHIN_MS,
      // What was never written down was unread to the end.
      until: noted.get(recipient) ?? quietAt ?? Number.POSITIVE_INFINITY,
    }))
    .filter(({ from, until }) => from < until);
}

interface Opened {
  readonly at: number;
  readonly id: string;
  readonly message: string;
}

function openingsByPartition({ attempts, partitions }: Evidence): Map<number, Opened[]> {
  const known = attempts.flatMap((attempt) => {
    const at = openedAt(attempt);
    const { id, message, recipient } = attempt;
    return at === undefined ? [] : [{ at, id, message, partition: partitionOf(recipient, partitions) }];
  });
  return Map.groupBy(known, ({ partition }) => partition);
}
