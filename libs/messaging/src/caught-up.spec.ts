import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CaughtUp } from './caught-up.ts';
import type { Positions } from './ports.ts';

const START = new Date('2026-11-22T09:00:00Z').getTime();

/** One Kafka topic with a partition that is written once a millisecond and read `lagMs` later. */
class Stream {
  lagMs = 0;
  /** What the group has committed, when it isn't told by the lag. */
  committed: Map<number, bigint> | undefined;
  low = 0n;
  at = 0;

  readonly positions: Positions = {
    ends: (topics) =>
      Promise.resolve(
        new Map(topics.map((topic) => [topic, new Map([[0, { low: this.low, high: BigInt(this.at) }]])])),
      ),
    committed: (_group, topics) => {
      const commits = this.committed ?? new Map([[0, BigInt(Math.max(0, this.at - this.lagMs))]]);
      return Promise.resolve(new Map(topics.map((topic) => [topic, commits])));
    },
    close: () => Promise.resolve(),
  };

  caughtUp(topics = ['t'], commitHandled?: () => Promise<void>): CaughtUp {
    const databaseNow = () => Promise.resolve(new Date(START + this.at));
    const { positions } = this;
    return new CaughtUp({ positions, group: 'g', topics, partitions: 1, databaseNow, commitHandled });
  }

  /** Time passes, a sample every 250 ms. */
  async pass(caughtUp: CaughtUp, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 250) {
      this.at += 250;
      vi.setSystemTime(START + this.at);
      await caughtUp.refresh();
    }
  }
}

let stream: Stream;
beforeEach(() => {
  vi.useFakeTimers({ now: START });
  stream = new Stream();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('caught up', () => {
  it('is unknown without a sample, and for a partition that does not exist', async () => {
    const caughtUp = stream.caughtUp();
    expect(caughtUp.handledUpTo(0)).toBe(0);
    await stream.pass(caughtUp, 250);
    expect(caughtUp.handledUpTo(0)).toBe(START + 250);
    expect(caughtUp.handledUpTo(7)).toBe(0);
  });

  it('commits what was handled before it asks what is committed, and so waits for no commit', async () => {
    let handled = 0n;
    stream.committed = new Map([[0, 0n]]);
    const commitHandled = (): Promise<void> => {
      stream.committed = new Map([[0, handled]]);
      return Promise.resolve();
    };
    const caughtUp = stream.caughtUp(['t'], commitHandled);
    await stream.pass(caughtUp, 250);
    expect(caughtUp.handledUpTo(0)).toBe(0);
    handled = BigInt(stream.at);
    await stream.pass(caughtUp, 250);
    expect(caughtUp.handledUpTo(0)).toBe(START + 250);
  });

  it.each([0, 400, 1_900, 5_000, 60_000, 600_000])(
    'follows a reader that is %i ms behind, by at most a quarter more',
    async (lagMs) => {
      stream.lagMs = lagMs;
      const caughtUp = stream.caughtUp();
      await stream.pass(caughtUp, lagMs * 3 + 5_000);
      const behindMs = START + stream.at - caughtUp.handledUpTo(0);
      expect(behindMs).toBeGreaterThanOrEqual(lagMs);
      expect(behindMs).toBeLessThanOrEqual(lagMs * 1.25 + 500);
    },
  );

  it('never goes back', async () => {
    const caughtUp = stream.caughtUp();
    await stream.pass(caughtUp, 1_000);
    const before = caughtUp.handledUpTo(0);
    stream.lagMs = 100_000;
    await stream.pass(caughtUp, 5_000);
    expect(caughtUp.handledUpTo(0)).toBe(before);
  });

  it('takes no commit, or one below the start of the log, for the start of the log', async () => {
    const caughtUp = stream.caughtUp();
    stream.committed = new Map();
    stream.low = 250n;
    await stream.pass(caughtUp, 250);
    expect(caughtUp.handledUpTo(0)).toBe(START + 250);
    stream.committed = new Map([[0, 3n]]);
    stream.low = 500n;
    await stream.pass(caughtUp, 250);
    expect(caughtUp.handledUpTo(0)).toBe(START + 500);
    await stream.pass(caughtUp, 250);
    expect(caughtUp.handledUpTo(0)).toBe(START + 500);
  });

  it('waits for every Kafka topic; with none to wait for it is caught up', async () => {
    const none = stream.caughtUp([]);
    await stream.pass(none, 250);
    expect(none.handledUpTo(0)).toBe(START + 250);
    const two = stream.caughtUp(['t', 'u']);
    stream.positions.committed = (_group, topics) =>
      Promise.resolve(new Map(topics.map((topic) => [topic, new Map([[0, topic === 't' ? 10_000n : 0n]])])));
    await stream.pass(two, 250);
    expect(two.handledUpTo(0)).toBe(0);
  });

  describe('with a group upstream', () => {
    /** What upstream writes, and we read, ends at `written`; upstream has read everything up to `upstream`. */
    const positions = (at: { upstream: number; written: number; read: number }): Positions => ({
      ends: ([topic]) =>
        Promise.resolve(
          new Map([
            [topic!, new Map([[0, { low: 0n, high: BigInt(topic === 'up' ? stream.at : at.written) }]])],
          ]),
        ),
      committed: (_group, [topic]) =>
        Promise.resolve(new Map([[topic!, new Map([[0, BigInt(topic === 'up' ? at.upstream : at.read)]])]])),
      close: () => Promise.resolve(),
    });
    const open = (at: Parameters<typeof positions>[0]): CaughtUp =>
      new CaughtUp({
        positions: positions(at),
        group: 'g',
        topics: ['t'],
        upstream: { group: 'u', topics: ['up'] },
        partitions: 1,
        databaseNow: () => Promise.resolve(new Date(START + stream.at)),
      });

    it('knows up to when that one had handled its topics', async () => {
      const at = { upstream: 0, written: 0, read: 0 };
      const caughtUp = open(at);
      await stream.pass(caughtUp, 500);
      expect(caughtUp.allHandledUpTo).toEqual([START + 500]);
      expect(caughtUp.allUpstreamUpTo).toEqual([0]);
      at.upstream = 250;
      await stream.pass(caughtUp, 500);
      expect(caughtUp.allUpstreamUpTo).toEqual([START + 250]);
      at.upstream = 1_250;
      await stream.pass(caughtUp, 250);
      expect(caughtUp.allUpstreamUpTo).toEqual([START + 1_250]);
    });

    it('knows no more of it before what it wrote has been read', async () => {
      const at = { upstream: 250, written: 0, read: 0 };
      const caughtUp = open(at);
      await stream.pass(caughtUp, 250);
      expect(caughtUp.allUpstreamUpTo).toEqual([START + 250]);
      Object.assign(at, { upstream: 1_000, written: 1 });
      await stream.pass(caughtUp, 750);
      expect(caughtUp.allUpstreamUpTo).toEqual([START + 250]);
      at.read = 1;
      await stream.pass(caughtUp, 250);
      expect(caughtUp.allUpstreamUpTo).toEqual([START + 1_000]);
    });
  });

  it('samples at most every 250 ms, once for all who ask', async () => {
    const ends = vi.spyOn(stream.positions, 'ends');
    const caughtUp = stream.caughtUp();
    await Promise.all([caughtUp.refresh(), caughtUp.refresh(), caughtUp.refresh()]);
    await caughtUp.refresh();
    expect(ends).toHaveBeenCalledTimes(1);
    vi.setSystemTime(START + 251);
    await caughtUp.refresh();
    expect(ends).toHaveBeenCalledTimes(2);
  });

  it('knows no more after a sample that failed, and goes on with the next', async () => {
    const caughtUp = stream.caughtUp();
    const committed = vi.spyOn(stream.positions, 'committed').mockRejectedValueOnce(new Error('away'));
    stream.at = 250;
    await expect(caughtUp.refresh()).rejects.toThrow('away');
    expect(caughtUp.handledUpTo(0)).toBe(0);
    committed.mockRestore();
    await stream.pass(caughtUp, 500);
    expect(caughtUp.handledUpTo(0)).toBe(START + 750);
  });
});
