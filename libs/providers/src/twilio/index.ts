import { providerKind } from '../provider-kind.ts';
import { TwilioConfig } from './twilio-config.ts';
import { openTwilioProvider } from './twilio-provider.ts';
import { openTwilioReceiptReader } from './twilio-receipts.ts';

/** Twilio's Messages API with its status callbacks and inbound messages. */
export const twilio = providerKind({
  config: TwilioConfig,
  open: openTwilioProvider,
  openReader: openTwilioReceiptReader,
});
