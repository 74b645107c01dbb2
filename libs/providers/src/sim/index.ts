import { providerKind } from '../provider-kind.ts';
import { SimConfig } from './sim-config.ts';
import { openSimProvider } from './sim-provider.ts';
import { openSimReceiptReader } from './sim-receipts.ts';

/** The simulator's own protocol, with an idempotency key or a look-up. */
export const sim = providerKind({
  config: SimConfig,
  open: openSimProvider,
  openReader: openSimReceiptReader,
});
