import { providerKind } from '../provider-kind.ts';
import { SmppConfig } from './smpp-config.ts';
import { openSmppProvider } from './smpp-provider.ts';
import { openSmppStream } from './smpp-stream.ts';

/** An SMSC by SMPP 3.4: a transmitter for messages, a receiver for receipts and texts. */
export const smpp = providerKind({
  config: SmppConfig,
  open: openSmppProvider,
  openStream: openSmppStream,
});
