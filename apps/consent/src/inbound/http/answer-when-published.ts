import { HermodError } from '@hermod/contracts';
import type { Messaging, UnitOfWork } from '@hermod/messaging';
import { isTransientDatabaseError } from '@hermod/postgres';

/**
 * Runs a unit of work for a request; resolves when Kafka has what it published.
 * @throws HermodError KAFKA_UNAVAILABLE (it is stored and will be told, but that isn't sure yet) or
 * DATABASE_UNAVAILABLE (nothing happened); whatever else the work throws.
 */
export async function answerWhenPublished<T>(
  messaging: Messaging,
  recipients: Iterable<string>,
  work: (unit: UnitOfWork) => Promise<T>,
): Promise<T> {
  let hasCommitted = false;
  try {
    return await messaging.units.runUntilPublished('plain', recipients, (unit) => {
      unit.afterCommit(() => (hasCommitted = true));
      return work(unit);
    });
  } catch (error) {
    if (hasCommitted) throw unavailable('KAFKA_UNAVAILABLE', 'Kafka has not confirmed this in time', error);
    if (!isTransientDatabaseError(error)) throw error;
    throw unavailable('DATABASE_UNAVAILABLE', 'this can not be stored just now', error);
  }
}

function unavailable(code: string, message: string, cause: unknown): HermodError {
  return new HermodError(code, message, { fix: 'send the same again in a moment', cause });
}
