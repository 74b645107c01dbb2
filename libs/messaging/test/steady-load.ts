import { LANES } from '@hermod/contracts';
import { kafkaOf } from '@hermod/testing';
import { Partitioners } from 'kafkajs';
import type { FactHandler } from '../src/unit/fact-runner.ts';
import type { Rig } from './rig.ts';
import { event, many } from './samples.ts';

/** A fact that was handled, and when its unit was nearly done. */
interface Seen {
  readonly place: string;
  readonly fact: string;
  readonly instance: string;
  readonly at: number;
}

/** What was handled of a steady load, in this process. */
export interface Watch {
  readonly seen: readonly Seen[];
  /** The handler of one instance. */
  handlerOf(instance: string): FactHandler;
  /** The longest time between two facts of the same partition of the same topic, in milliseconds. */
  longestPauseMs(since: number): number;
  /** Who handled something of which partition since then. */
  placesOf(instance: string, since?: number): Set<string>;
}

/** Watches what instances handle. */
export function openWatch(): Watch {
  const seen: Seen[] = [];
  return {
    seen,
    handlerOf: (instance) => (facts) => {
      const at = performance.now();
      for (const { id, record } of facts)
        seen.push({ place: `${record.topic}/${record.partition}`, fact: id, instance, at });
      return Promise.resolve();
    },
    longestPauseMs: (since) => {
      const last = new Map<string, number>();
      let longest = 0;
      for (const { place, at } of seen.filter((one) => one.at >= since)) {
        longest = Math.max(longest, at - (last.get(place) ?? since));
        last.set(place, at);
      }
      return longest;
    },
    placesOf: (instance, since = 0) =>
      new Set(seen.filter((one) => one.instance === instance && one.at >= since).map(({ place }) => place)),
  };
}

/** A load that goes on until it is stopped. */
export interface Load {
  /** How many events were produced, told when the last is in Kafka. */
  stop(): Promise<number>;
}

/** Produces an event for every partition of both lanes, again and again. */
export async function startLoad(rig: Rig, everyMs = 40): Promise<Load> {
  const producer = kafkaOf(rig.stage).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const recipients = many(rig.stage.partitions, (partition) => rig.recipientOn(partition, 'steady'));
  let rounds = 0;
  let sending = Promise.resolve();
  const timer = setInterval(() => {
    rounds += 1;
    const records = LANES.flatMap((lane) =>
      recipients.map((recipient) => event(recipient, LANES.indexOf(lane) * 1_000_000 + rounds, lane)),
    );
    const topicMessages = records.map(({ topic, key, value, headers }) => ({
      topic: rig.stage.prefix + topic,
      messages: [{ key: key ?? null, value, headers: { ...headers } }],
    }));
    sending = sending.then(() => producer.sendBatch({ topicMessages })).then(() => undefined);
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await sending;
      await producer.disconnect();
      return rounds * recipients.length * LANES.length;
    },
  };
}
