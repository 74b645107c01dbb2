import { expect, it } from 'vitest';
import { Fifo } from './fifo.ts';

it('gives things back in their order, also over many thousands', () => {
  const queue = new Fifo<number>();
  const out: (number | undefined)[] = [];
  for (let n = 0; n < 5_000; n += 1) {
    queue.push(n);
    if (n % 3 === 0) out.push(queue.shift());
  }
  while (queue.length > 0) out.push(queue.shift());
  expect(out).toEqual(Array.from({ length: 5_000 }, (_, n) => n));
  expect(queue.shift()).toBeUndefined();
});
