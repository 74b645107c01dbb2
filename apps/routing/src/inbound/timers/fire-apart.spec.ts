import { describe, expect, it } from 'vitest';
import { fireApart } from './fire-apart.ts';

const TIMERS = Array.from({ length: 100 }, (_, n) => n);

/** Fires all or nothing, as a transaction does; `bad` ones fail. */
function firing(bad: readonly number[], fired: number[], units: number[]) {
  return (due: readonly number[]): Promise<number> => {
    units.push(due.length);
    if (due.some((timer) => bad.includes(timer))) return Promise.reject(new Error('too large'));
    fired.push(...due);
    return Promise.resolve(due.length);
  };
}

describe('timers that are fired together', () => {
  it('are one unit when nothing fails', async () => {
    const [fired, units]: [number[], number[]] = [[], []];
    expect(await fireApart(TIMERS, firing([], fired, units))).toEqual({ fired: 100, failed: [] });
    expect(units).toEqual([100]);
  });

  it.each([[[0]], [[99]], [[3, 4, 70]]])('fire all the same when %j fail', async (bad) => {
    const [fired, units]: [number[], number[]] = [[], []];
    const result = await fireApart(TIMERS, firing(bad, fired, units));
    expect(result.fired).toBe(100 - bad.length);
    expect(result.failed.map(({ timer }) => timer)).toEqual(bad);
    expect(fired).toEqual(TIMERS.filter((timer) => !bad.includes(timer)));
    expect(units.length).toBeLessThan(50);
  });

  it('are tried again together when the database is away', async () => {
    const away = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    await expect(fireApart(TIMERS, () => Promise.reject(away))).rejects.toBe(away);
  });
});
