import { HermodError } from '@hermod/contracts';
import type { UnitOfWork, UnitRunner } from '@hermod/messaging';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { concernsAll, untilKafkaHasIt, untilSent } from './until-kafka-has-it.ts';

/** Units that fail with an error, before or after they have committed. */
function failingUnits(error: Error, after?: 'commit'): UnitRunner {
  const runUntilPublished = async (
    _lane: string,
    _keys: unknown,
    work: (unit: UnitOfWork) => Promise<unknown>,
  ) => {
    const callbacks: (() => void)[] = [];
    await work({ afterCommit: (callback: () => void) => callbacks.push(callback) } as unknown as UnitOfWork);
    if (after === 'commit') for (const callback of callbacks) callback();
    throw error;
  };
  return { runUntilPublished } as unknown as UnitRunner;
}

const run = (units: UnitRunner) => untilKafkaHasIt(units, 'plain', ['ada'], () => Promise.resolve('done'));
const connectionLost = Object.assign(new Error('gone'), { code: '08006' });

describe('a unit of work for the world', () => {
  it('that has committed failed at Kafka, whatever the client says', async () => {
    await expect(run(failingUnits(new Error('no broker'), 'commit'))).rejects.toMatchObject({
      code: 'KAFKA_UNAVAILABLE',
      fix: expect.any(String),
    });
  });

  it('that has not committed for want of a database can be sent again', async () => {
    await expect(run(failingUnits(connectionLost))).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it('that is wrong fails as it is', async () => {
    const wrong = new RangeError('wrong');
    await expect(run(failingUnits(wrong))).rejects.toBe(wrong);
  });

  it('fails for all in its batch, or for the one that is wrong', () => {
    expect(concernsAll(new HermodError('KAFKA_UNAVAILABLE', 'x'))).toBe(true);
    expect(concernsAll(new RangeError('wrong'))).toBe(false);
  });
});

describe('a repeat', () => {
  const pauses: number[] = [];
  const pause = (ms: number): Promise<unknown> => Promise.resolve(pauses.push(ms));
  beforeEach(() => void pauses.splice(0));

  it('waits until the first has been sent', async () => {
    const isUnsent = vi.fn<() => Promise<boolean>>().mockResolvedValueOnce(true).mockResolvedValue(false);
    await untilSent(isUnsent, pause);
    expect(pauses).toEqual([100]);
  });

  it('is told to come back after ten seconds', async () => {
    const sent = untilSent(() => Promise.resolve(true), pause);
    await expect(sent).rejects.toMatchObject({ code: 'KAFKA_UNAVAILABLE' });
    expect(pauses.reduce((sum, ms) => sum + ms)).toBe(10_000);
  });
});
