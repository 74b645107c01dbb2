import { setTimeout as wait } from 'node:timers/promises';
import { LANES } from '@hermod/contracts';
import { groupOf, KafkaPositions, topicsOf } from '@hermod/messaging';
import { QUIET } from '../system/quiet-log.ts';
import type { System } from '../system/system.ts';
import type { Remainder } from './evidence.ts';
import { countOpen } from './read-stores.ts';

const LOOK_EVERY_MS = 500;
const READERS = ['routing', 'consent', 'delivery', 'receipts'] as const;

/** How a run came to rest. */
export interface Rest {
  /** When nothing was left to do; undefined when that did not come in time. Milliseconds of the epoch. */
  readonly quietAt: number | undefined;
  readonly left: Remainder;
}

/** Waits until nothing is unread, queued, started or waiting for a timer. */
export async function untilQuiet(system: System, withinMs: number): Promise<Rest> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const left = await whatIsLeft(system);
    const isQuiet = Object.values(left).every((count) => count === 0);
    if (isQuiet || Date.now() > deadline) return { quietAt: isQuiet ? Date.now() : undefined, left };
    await wait(LOOK_EVERY_MS);
  }
}

/** What is still to be done right now. */
export async function whatIsLeft(system: System): Promise<Remainder> {
  const { running, timers, ...open } = await countOpen(system);
  // A run that nobody will wake is as stuck as a timer that nobody fires.
  return { ...open, timers: Math.max(timers, running), unread: await countUnread(system) };
}

/** Records that the consumer groups have not committed. */
async function countUnread({ brokers, prefix }: System): Promise<number> {
  const positions = new KafkaPositions({
    brokers: brokers.split(','),
    prefix,
    clientId: 'nemesis-positions',
    log: QUIET,
  });
  try {
    let unread = 0n;
    for (const service of READERS)
      for (const lane of LANES) {
        const topics = topicsOf(service, lane);
        if (topics.length === 0) continue;
        const ends = await positions.ends(topics);
        const committed = await positions.committed(groupOf(service, lane), topics);
        for (const [topic, partitions] of ends)
          for (const [partition, { low, high }] of partitions)
            unread += high - (committed.get(topic)?.get(partition) ?? low);
      }
    return Number(unread);
  } finally {
    await positions.close();
  }
}
