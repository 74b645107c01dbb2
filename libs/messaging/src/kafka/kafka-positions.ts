import type { Admin } from 'kafkajs';
import type { PartitionEnd, Positions } from '../ports.ts';
import { kafkaClient, type KafkaOptions } from './kafka-client.ts';

/** Asks the broker where partitions end and where groups stand. Logical topic names in and out. */
export class KafkaPositions implements Positions {
  readonly #admin: Admin;
  readonly #prefix: string;
  #connected: Promise<void> | undefined;

  constructor(options: KafkaOptions) {
    this.#admin = kafkaClient(options).admin({
      retry: { retries: 3, initialRetryTime: 50, maxRetryTime: 500 },
    });
    this.#prefix = options.prefix;
  }

  async ends(topics: readonly string[]): Promise<Map<string, Map<number, PartitionEnd>>> {
    await this.#connect();
    const found = await Promise.all(
      topics.map(async (topic) => {
        const offsets = await this.#admin.fetchTopicOffsets(this.#prefix + topic);
        const ends = offsets.map(
          ({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }] as const,
        );
        return [topic, new Map(ends)] as const;
      }),
    );
    return new Map(found);
  }

  async committed(group: string, topics: readonly string[]): Promise<Map<string, Map<number, bigint>>> {
    await this.#connect();
    const answer = await this.#admin.fetchOffsets({
      groupId: this.#prefix + group,
      topics: topics.map((topic) => this.#prefix + topic),
    });
    return new Map(
      answer.map(({ topic, partitions }) => {
        const commits = partitions
          .map(({ partition, offset }) => [partition, BigInt(offset)] as const)
          .filter(([, offset]) => offset >= 0n);
        return [topic.slice(this.#prefix.length), new Map(commits)] as const;
      }),
    );
  }

  async close(): Promise<void> {
    await this.#connected?.then(() => this.#admin.disconnect());
  }

  #connect(): Promise<void> {
    this.#connected ??= this.#admin.connect().catch((error: unknown) => {
      this.#connected = undefined;
      throw error;
    });
    return this.#connected;
  }
}
