import type { FastifyBaseLogger } from 'fastify';
import type { Settings } from './config.ts';
import type { Faults } from './faults/faults.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Phones } from './phones/phones.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

/** What every protocol of the simulated outside world shares. */
export interface World {
  readonly settings: Settings;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly phones: Phones;
  readonly webhooks: Webhooks;
  readonly log: FastifyBaseLogger;
  /** Aborted when the simulator closes, so that nobody waits out a simulated latency. */
  readonly closing: AbortSignal;
}
