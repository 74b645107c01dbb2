import { HermodError } from '@hermod/contracts';
import { isTransientDatabaseError } from '@hermod/postgres';

/** Whether a key is good can't be told, or keys can't be changed, while the database is away. */
export function keysUnavailable(cause?: unknown): HermodError {
  return new HermodError('KEYS_UNAVAILABLE', 'the keys can not be looked up right now', {
    fix: 'try again in a moment',
    cause,
  });
}

export function keyNotFound(id: string): HermodError {
  return new HermodError('KEY_NOT_FOUND', `there is no key ${id}`, {
    field: 'id',
    fix: 'GET /v1/keys lists them; the id is what stands between the underscores of hk_<id>_…',
  });
}

/**
 * Runs something that needs the database.
 * @throws HermodError KEYS_UNAVAILABLE when that can't be reached; whatever else the work throws.
 */
export async function withKeys<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isTransientDatabaseError(error) ? keysUnavailable(error) : error;
  }
}
