import { setTimeout } from 'node:timers/promises';
import { HermodError, type Lane } from '@hermod/contracts';
import type { UnitOfWork, UnitRunner } from '@hermod/messaging';
import { isTransientDatabaseError } from '@hermod/postgres';

/** A repeat looks this often whether the first one's fact has been sent, in milliseconds. */
const LOOK_EVERY_MS = 100;
/** Ten seconds; then its sender is told to come back. */
const MOST_LOOKS = 100;

/**
 * Runs a unit of work for what the world handed in; resolves when Kafka has what it published.
 * @throws HermodError KAFKA_UNAVAILABLE (it is recorded and will be sent, but that isn't sure yet) or
 * DATABASE_UNAVAILABLE (nothing happened); whatever else the work throws.
 */
export async function untilKafkaHasIt<T>(
  units: UnitRunner,
  lane: Lane,
  keys: Iterable<string>,
  work: (unit: UnitOfWork) => Promise<T>,
): Promise<T> {
  let hasCommitted = false;
  try {
    return await units.runUntilPublished(lane, keys, (unit) => {
      unit.afterCommit(() => (hasCommitted = true));
      return work(unit);
    });
  } catch (error) {
    if (hasCommitted) throw kafkaUnavailable(error);
    if (!isTransientDatabaseError(error)) throw error;
    throw new HermodError('DATABASE_UNAVAILABLE', 'this can not be recorded just now', {
      fix: 'send the same again in a moment',
      cause: error,
    });
  }
}

/**
 * Resolves when the fact of an earlier one has been sent: a repeat publishes nothing, but is no better than the
 * first, whose process may have died before Kafka had it.
 * @throws HermodError KAFKA_UNAVAILABLE after 10 s.
 */
export async function untilSent(
  isUnsent: () => Promise<boolean>,
  pause: (ms: number) => Promise<unknown> = setTimeout,
): Promise<void> {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    if (!(await isUnsent())) return;
    await pause(LOOK_EVERY_MS);
  }
  throw kafkaUnavailable(undefined);
}

/** True when an error concerns everything in a batch, so that trying each alone only takes longer. */
export function concernsAll(error: unknown): boolean {
  return error instanceof HermodError && error.code.endsWith('_UNAVAILABLE');
}

function kafkaUnavailable(cause: unknown): HermodError {
  return new HermodError('KAFKA_UNAVAILABLE', 'Kafka has not confirmed this in time', {
    fix: 'send the same again in a moment; a repeat counts once',
    cause,
  });
}
