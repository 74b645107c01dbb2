import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { renderMetrics } from './metrics.ts';
import { Sampling } from './metrics-sampling.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function failuresOf(sample: string): number {
  const line = renderMetrics()
    .split('\n')
    .find((shown) => shown.startsWith(`hermod_sample_failures_total{sample="${sample}"}`));
  return Number(line?.split(' ').at(-1) ?? 0);
}

it('shows the newest sample, and nothing when it has grown old', async () => {
  let value = 1;
  const take = vi.fn(() => (value < 3 ? Promise.resolve(value) : new Promise<number>(() => undefined)));
  const sampling = new Sampling({ name: 't-old', everyMs: 1_000, take, onFailure: () => undefined });
  expect(sampling.latest).toBeUndefined();
  sampling.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(sampling.latest).toBe(1);
  value = 2;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sampling.latest).toBe(2);
  value = 3;
  await vi.advanceTimersByTimeAsync(3_500);
  expect(sampling.latest).toBeUndefined();
  // The one that never ends is asked once.
  expect(take).toHaveBeenCalledTimes(3);
  sampling.stop();
});

it('counts what fails and what comes too late, and goes on', async () => {
  const seen: string[] = [];
  const answers = [
    () => Promise.reject(new Error('away')),
    () => new Promise<number>((resolve) => setTimeout(() => resolve(1), 600)),
    () => Promise.resolve(7),
  ];
  const sampling = new Sampling({
    name: 't-failing',
    everyMs: 1_000,
    deadlineMs: 500,
    take: () => answers.shift()!(),
    onFailure: (error) => seen.push((error as Error).message),
  });
  sampling.start();
  await vi.advanceTimersByTimeAsync(1_900);
  expect(seen).toEqual(['away', 'no sample within 500 ms']);
  expect(failuresOf('t-failing')).toBe(2);
  await vi.advanceTimersByTimeAsync(100);
  expect(sampling.latest).toBe(7);
  sampling.stop();
});

it('says nothing of what fails after the end', async () => {
  const onFailure = vi.fn();
  const sampling = new Sampling({
    name: 't-ended',
    take: () => new Promise((_resolve, reject) => setTimeout(() => reject(new Error('closed')), 100)),
    onFailure,
  });
  sampling.start();
  sampling.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onFailure).not.toHaveBeenCalled();
  expect(failuresOf('t-ended')).toBe(0);
});
