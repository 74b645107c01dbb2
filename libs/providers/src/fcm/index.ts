import { providerKind } from '../provider-kind.ts';
import { FcmConfig } from './fcm-config.ts';
import { openFcmProvider } from './fcm-provider.ts';

/** Firebase Cloud Messaging. It has no webhooks: apps report through `POST /v1/signals`. */
export const fcm = providerKind({
  config: FcmConfig,
  open: openFcmProvider,
});
