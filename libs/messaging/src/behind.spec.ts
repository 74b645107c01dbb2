import { expect, it } from 'vitest';
import { PartitionBehind } from './behind.ts';

const end = (high: number, low = 0) => ({ low: BigInt(low), high: BigInt(high) });

it('who has handled everything is not behind', () => {
  const behind = new PartitionBehind();
  expect(behind.note(0, end(0))).toEqual({ seconds: 0, records: 0 });
  expect(behind.note(10_000, end(50), 50n)).toEqual({ seconds: 0, records: 0 });
});

it('who stands still is behind since what it has handled was the end', () => {
  const behind = new PartitionBehind();
  behind.note(0, end(10), 10n);
  expect(behind.note(10_000, end(20), 10n)).toEqual({ seconds: 10, records: 10 });
  expect(behind.note(60_000, end(25), 10n)).toEqual({ seconds: 60, records: 15 });
});

it('between two samples records count as having come evenly', () => {
  const behind = new PartitionBehind();
  behind.note(0, end(0), 0n);
  expect(behind.note(10_000, end(1_000), 950n)).toEqual({ seconds: 0.5, records: 50 });
  expect(behind.note(20_000, end(2_000), 1_500n)).toEqual({ seconds: 5, records: 500 });
});

it('a backlog from before the first sample counts from there', () => {
  const behind = new PartitionBehind();
  expect(behind.note(0, end(100), 40n)).toEqual({ seconds: 0, records: 60 });
  expect(behind.note(30_000, end(100), 50n)).toEqual({ seconds: 30, records: 50 });
  expect(behind.note(31_000, end(100), 100n)).toEqual({ seconds: 0, records: 0 });
});

it('no commit, and one below the start of the log, count as its start', () => {
  const behind = new PartitionBehind();
  expect(behind.note(0, end(70, 70))).toEqual({ seconds: 0, records: 0 });
  expect(behind.note(5_000, end(80, 75), 10n)).toEqual({ seconds: 2.5, records: 5 });
});

it('a long backlog is remembered in few points', () => {
  const behind = new PartitionBehind();
  behind.note(0, end(0), 0n);
  for (let n = 1; n <= 2_000; n += 1) behind.note(n * 10_000, end(n * 10), 0n);
  expect(behind.note(20_010_000, end(20_010), 10_000n).seconds).toBeCloseTo(10_010, -2);
});
