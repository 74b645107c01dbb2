import type { WireRecord } from '@hermod/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestsOf } from './requests.ts';

const record = (partition: number, bytes: number): WireRecord => ({
  topic: 't',
  partition,
  key: 'ada',
  value: 'x'.repeat(bytes),
  headers: {},
});

describe('requests', () => {
  it('keep small records together', () => {
    const records = Array.from({ length: 200 }, (_, n) => record(n % 3, 1_000));
    expect(requestsOf(records)).toEqual([records]);
    expect(requestsOf([])).toEqual([]);
  });

  it('a record that is larger than a batch travels alone', () => {
    const records = [record(0, 10), record(0, 2_000_000), record(0, 10)];
    expect(requestsOf(records).map((request) => request.length)).toEqual([1, 1, 1]);
  });

  it('hold every record once, in order, and no batch that the broker refuses', () => {
    const records = fc.array(
      fc.record({ partition: fc.nat(3), bytes: fc.integer({ min: 0, max: 900_000 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(records, (shapes) => {
        const all = shapes.map(({ partition, bytes }) => record(partition, bytes));
        const requests = requestsOf(all);
        expect(requests.flat()).toEqual(all);
        for (const request of requests) {
          for (const batch of Map.groupBy(request, ({ partition }) => partition).values()) {
            const bytes = batch.reduce((sum, { value }) => sum + value.length, 0);
            expect(bytes).toBeLessThanOrEqual(1_000_000);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
