import type { MicroBatchOptions } from '@hermod/http';
import { isTransientDatabaseError } from '@hermod/postgres';

/**
 * How requests that are in at the same time share a unit of work. A request alone waits for others no longer than
 * anyone would notice; when the database is gone it is gone for all of them.
 */
export const REQUEST_BATCHES: MicroBatchOptions = {
  maxItems: 100,
  waitMs: 2,
  triesAlone: (error) => !isTransientDatabaseError(error),
};
