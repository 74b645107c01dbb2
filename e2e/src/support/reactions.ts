import { randomUUID } from 'node:crypto';
import { FLOW, type FactName } from '@hermod/contracts';
import { kafkaOf } from '@hermod/testing';
import { system } from './hermod.ts';

/** Which fact a service answers with which, one for one in the stories that use this. */
export const REACTIONS = {
  routing: ['domainEvents', 'messageRequested'],
  consent: ['messageRequested', 'messageDecided'],
  delivery: ['messageDecided', 'messageAttempted'],
} as const satisfies Record<string, readonly [FactName, FactName]>;

export type Reacting = keyof typeof REACTIONS;

/** A fact on Kafka. Instants are milliseconds of the epoch. */
export interface SeenFact {
  readonly topic: string;
  readonly partition: number;
  readonly at: number;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What travels about some recipients, while it does. */
export interface Facts {
  of(name: FactName): SeenFact[];
  /** The longest time in milliseconds for which a service let a partition wait, and of which partitions that is known. */
  longestWaitMs(service: Reacting, since?: number): { ms: number; partitions: Set<number> };
  close(): Promise<void>;
}

/** Looks on as facts about these recipients travel, from now on. */
export async function watchFacts(recipients: ReadonlySet<string>): Promise<Facts> {
  const seen: SeenFact[] = [];
  const consumer = kafkaOf(system).consumer({ groupId: `onlooker-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  const names: readonly FactName[] = [
    'domainEvents',
    'messageRequested',
    'messageDecided',
    'messageAttempted',
    'journeyProgressed',
  ];
  await consumer.subscribe({ topics: names.map((name) => FLOW[name].topic), fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ topic, partition, message }) => {
      if (!recipients.has(message.key?.toString('utf8') ?? '')) return Promise.resolve();
      const value = JSON.parse(message.value!.toString('utf8')) as SeenFact['value'];
      seen.push({ topic, partition, at: Number(message.timestamp), value });
      return Promise.resolve();
    },
  });
  const of = (name: FactName): SeenFact[] => seen.filter(({ topic }) => topic === FLOW[name].topic);
  return {
    of,
    longestWaitMs: (service, since = 0) => {
      const [cause, reaction] = REACTIONS[service];
      return longestWait(of(cause), of(reaction), since);
    },
    close: () => consumer.disconnect(),
  };
}

/**
 * The k-th reaction in a partition answers its k-th cause or a neighbour of it: since the reaction before, and
 * since that cause was there, the service has left something unread.
 */
function longestWait(
  causes: readonly SeenFact[],
  reactions: readonly SeenFact[],
  since: number,
): { ms: number; partitions: Set<number> } {
  let ms = 0;
  const partitions = new Set<number>();
  for (const partition of new Set(causes.map((fact) => fact.partition))) {
    const caused = timesIn(causes, partition);
    const reacted = timesIn(reactions, partition);
    for (const [k, at] of reacted.entries()) {
      if (at < since || caused[k] === undefined) continue;
      if (caused[k] >= since) partitions.add(partition);
      ms = Math.max(ms, at - Math.max(caused[k], reacted[k - 1] ?? 0));
    }
  }
  return { ms, partitions };
}

function timesIn(facts: readonly SeenFact[], partition: number): number[] {
  return facts
    .filter((fact) => fact.partition === partition)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
}
