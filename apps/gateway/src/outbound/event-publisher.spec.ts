import type { WireRecord } from '@hermod/contracts';
import type { BatchSink } from '@hermod/messaging';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EventPublisher } from './event-publisher.ts';

const record = (key: string, bytes = 10): WireRecord => ({
  topic: 't',
  key,
  value: 'x'.repeat(bytes),
  headers: {},
});

/** A sink that keeps what it gets; `take` decides when and whether it has it. */
function sinkThat(take: () => Promise<void>): BatchSink & { batches: (readonly WireRecord[])[] } {
  const batches: (readonly WireRecord[])[] = [];
  return {
    batches,
    publish: (records) => {
      batches.push(records);
      return take();
    },
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

const works = () => sinkThat(() => Promise.resolve());

afterEach(() => {
  vi.useRealTimers();
});

describe('publishing events', () => {
  it('joins what concurrent requests bring, in their order', async () => {
    const plain = works();
    const publisher = new EventPublisher({ plain, urgent: works() });
    await Promise.all(['a', 'b', 'c'].map((key) => publisher.publish('plain', [record(key)])));
    expect(plain.batches.map((batch) => batch.map(({ key }) => key))).toEqual([['a', 'b', 'c']]);
  });

  it('keeps every publish under what a broker takes', async () => {
    const plain = works();
    const publisher = new EventPublisher({ plain, urgent: works() });
    const large = Array.from({ length: 5 }, (_, n) => record(String(n), 250 * 1024));
    await publisher.publish('plain', large);
    expect(plain.batches.map((batch) => batch.length)).toEqual([2, 2, 1]);
    expect(plain.batches.flat()).toEqual(large);
  });

  it('lets an urgent event pass while the plain lane waits', async () => {
    const stuck = sinkThat(() => new Promise(() => undefined));
    const urgent = works();
    const publisher = new EventPublisher({ plain: stuck, urgent });
    void publisher.publish('plain', [record('a')]).catch(() => undefined);
    await publisher.publish('urgent', [record('b')]);
    expect(urgent.batches).toHaveLength(1);
  });

  it('says that Kafka is away when it refuses, or keeps silent for five seconds', async () => {
    const refusing = sinkThat(() => Promise.reject(new Error('no leader')));
    const silent = sinkThat(() => new Promise(() => undefined));
    const publisher = new EventPublisher({ plain: refusing, urgent: silent });
    await expect(publisher.publish('plain', [record('a')])).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      cause: { message: 'no leader' },
    });
    vi.useFakeTimers();
    const late = expect(publisher.publish('urgent', [record('a')])).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
    });
    await vi.advanceTimersByTimeAsync(5_000);
    await late;
  });

  it('takes no more than it can hold while Kafka is away', async () => {
    const publisher = new EventPublisher({
      plain: sinkThat(() => new Promise(() => undefined)),
      urgent: works(),
    });
    const megabytes = (n: number) => Array.from({ length: n * 4 }, () => record('a', 256 * 1024));
    void publisher.publish('plain', megabytes(60)).catch(() => undefined);
    await expect(publisher.publish('plain', megabytes(10))).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
    });
  });
});
