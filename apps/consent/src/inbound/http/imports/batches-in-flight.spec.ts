import { describe, expect, it } from 'vitest';
import { BatchesInFlight } from './batches-in-flight.ts';

/** Work that ends when it is told to. */
function work(log: string[], name: string) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const begin = (): Promise<void> => {
    log.push(name);
    return promise;
  };
  return { begin, end: resolve, fail: reject };
}

/** Everything that is ready to happen has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('batches in flight', () => {
  it('begins as many at once as it may', async () => {
    const log: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => work(log, name)) as [
      ReturnType<typeof work>,
      ReturnType<typeof work>,
      ReturnType<typeof work>,
    ];
    const batches = new BatchesInFlight(2);
    await batches.start(new Set(['1']), a.begin);
    await batches.start(new Set(['2']), b.begin);
    const third = batches.start(new Set(['3']), c.begin);
    await settled();
    expect(log).toEqual(['a', 'b']);
    b.end();
    await third;
    expect(log).toEqual(['a', 'b', 'c']);
    a.end();
    c.end();
    await batches.end();
  });

  it('lets those that share a key follow each other', async () => {
    const log: string[] = [];
    const [first, second] = [work(log, 'first'), work(log, 'second')];
    const batches = new BatchesInFlight(4);
    await batches.start(new Set(['1', '2']), first.begin);
    const following = batches.start(new Set(['2', '3']), second.begin);
    await settled();
    expect(log).toEqual(['first']);
    first.end();
    await following;
    expect(log).toEqual(['first', 'second']);
    second.end();
    await batches.end();
  });

  it('throws a failure to whoever comes next, and begins nothing more', async () => {
    const log: string[] = [];
    const first = work(log, 'first');
    const batches = new BatchesInFlight(1);
    await batches.start(new Set(['1']), first.begin);
    const next = batches.start(new Set(['2']), work(log, 'second').begin);
    first.fail(new Error('no disk'));
    await expect(next).rejects.toThrow('no disk');
    await expect(batches.end()).rejects.toThrow('no disk');
    expect(log).toEqual(['first']);
  });
});
