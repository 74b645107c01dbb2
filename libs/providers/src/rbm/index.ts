import { providerKind } from '../provider-kind.ts';
import { RbmConfig } from './rbm-config.ts';
import { openRbmProvider } from './rbm-provider.ts';
import { openRbmReceiptReader } from './rbm-receipts.ts';

/** Google RCS for Business: messages of one agent, and what people's phones report and answer. */
export const rbm = providerKind({
  config: RbmConfig,
  open: openRbmProvider,
  openReader: openRbmReceiptReader,
});
