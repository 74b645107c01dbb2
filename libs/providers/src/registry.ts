/** Every provider that Hermod knows: a line each in the three lists. Nothing else names them all. */
import { z } from 'zod';
import { FcmConfig } from './fcm/fcm-config.ts';
import { openFcmProvider } from './fcm/fcm-provider.ts';
import type { Provider } from './provider.ts';
import type { ReaderOptions, ReceiptReader } from './receipt-reader.ts';
import { SimConfig } from './sim/sim-config.ts';
import { openSimProvider } from './sim/sim-provider.ts';
import { openSimReceiptReader } from './sim/sim-receipts.ts';
import { TwilioConfig } from './twilio/twilio-config.ts';
import { openTwilioProvider } from './twilio/twilio-provider.ts';
import { openTwilioReceiptReader } from './twilio/twilio-receipts.ts';

/** The configuration of one account, told apart by `type`. */
export const ProviderConfig = z.discriminatedUnion('type', [FcmConfig, TwilioConfig, SimConfig], {
  error: (issue) =>
    issue.code === 'invalid_union'
      ? 'type is one of fcm, twilio, sim'
      : 'a provider is an object with id and type',
});
export type ProviderConfig = z.infer<typeof ProviderConfig>;

function openProvider(config: ProviderConfig): Provider {
  switch (config.type) {
    case 'fcm':
      return openFcmProvider(config);
    case 'twilio':
      return openTwilioProvider(config);
    case 'sim':
      return openSimProvider(config);
  }
}

function openReceiptReader(config: ProviderConfig, options: ReaderOptions): ReceiptReader | undefined {
  switch (config.type) {
    case 'fcm':
      return undefined; // FCM has no webhooks; apps report through POST /v1/signals
    case 'twilio':
      return openTwilioReceiptReader(config, options);
    case 'sim':
      return openSimReceiptReader(config, options);
  }
}

/** Opens every provider once, with connections of its own: call it once for each lane, and close what it gives. */
export function createProviders(configs: readonly ProviderConfig[]): Provider[] {
  return configs.map(openProvider);
}

/** The readers of webhooks by provider id, which stands in `/webhooks/<id>`. Providers without webhooks have none. */
export function createReceiptReaders(
  configs: readonly ProviderConfig[],
  options: ReaderOptions,
): Map<string, ReceiptReader> {
  const readers = new Map<string, ReceiptReader>();
  for (const config of configs) {
    const reader = openReceiptReader(config, options);
    if (reader !== undefined) readers.set(config.id, reader);
  }
  return readers;
}
