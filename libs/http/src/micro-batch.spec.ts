import { describe, expect, it, vi } from 'vitest';
import { microBatch } from './micro-batch.ts';

describe('a micro-batch', () => {
  it('joins what is asked for at the same time and answers each caller', async () => {
    const handle = vi.fn((items: number[]) => Promise.resolve(items.map((n) => n * 2)));
    const double = microBatch(handle, { maxItems: 10, waitMs: 2 });
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
    expect(handle).toHaveBeenCalledOnce();
    expect(await double(4)).toBe(8);
  });

  it('never takes more than its most, nor waits when it is full', async () => {
    const handle = vi.fn((items: number[]) => Promise.resolve(items));
    const echo = microBatch(handle, { maxItems: 2, waitMs: 60_000 });
    await Promise.all([1, 2, 3, 4].map(echo));
    expect(handle.mock.calls.map(([items]) => items)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('rejects only the item at fault when a batch fails as a whole', async () => {
    const handle = (items: number[]) => {
      if (items.includes(2)) return Promise.reject(new Error('two'));
      return Promise.resolve(items);
    };
    const echo = microBatch(handle, { maxItems: 10, waitMs: 1 });
    expect(await Promise.allSettled([1, 2, 3].map(echo))).toMatchObject([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: { message: 'two' } },
      { status: 'fulfilled', value: 3 },
    ]);
  });

  it('rejects only the item whose answer is an error', async () => {
    const handle = (items: number[]) => Promise.resolve(items.map((n) => (n === 2 ? new Error('two') : n)));
    const echo = microBatch<number, number>(handle, { maxItems: 10, waitMs: 1 });
    const outcomes = await Promise.allSettled([1, 2].map(echo));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected']);
  });

  it('rejects all at once when the error concerns all, without trying again', async () => {
    const handle = vi.fn((_items: number[]) => Promise.reject<number[]>(new Error('no broker')));
    const echo = microBatch(handle, { maxItems: 10, waitMs: 1, triesAlone: () => false });
    const outcomes = await Promise.allSettled([1, 2, 3].map(echo));
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    expect(handle).toHaveBeenCalledOnce();
  });

  it('gathers while as many batches as allowed are under way', async () => {
    const gates: (() => void)[] = [];
    const handle = vi.fn(
      (items: number[]) => new Promise<number[]>((resolve) => gates.push(() => resolve(items))),
    );
    const echo = microBatch(handle, { maxItems: 2, waitMs: 1, concurrency: 1 });
    const first = Promise.all([echo(1), echo(2)]);
    const rest = Promise.all([echo(3), echo(4)]);
    expect(handle).toHaveBeenCalledOnce();
    gates[0]!();
    await first;
    await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(2));
    gates[1]!();
    expect(await rest).toEqual([3, 4]);
  });
});
