import { HermodError } from '@hermod/contracts';
import type { MicroBatchOptions } from '@hermod/http';

/**
 * How requests that are in at the same time share a unit of work. A request alone waits for others no longer than
 * anyone would notice; what is unavailable is so for all of them.
 */
export const REQUEST_BATCHES: MicroBatchOptions = {
  maxItems: 100,
  waitMs: 2,
  triesAlone: (error) => !(error instanceof HermodError && error.code.endsWith('_UNAVAILABLE')),
};
