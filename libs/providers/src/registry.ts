/** Every provider that Hermod knows: an import and a word each. Nothing else names them all. */
import { z } from 'zod';
import { fcm } from './fcm/index.ts';
import type { Provider } from './provider.ts';
import type { ProviderKind } from './provider-kind.ts';
import type { ReaderOptions, ReceiptReader, ReceiptStream } from './receipt-reader.ts';
import { rbm } from './rbm/index.ts';
import { sim } from './sim/index.ts';
import { smpp } from './smpp/index.ts';
import { smtp } from './smtp/index.ts';
import { twilio } from './twilio/index.ts';

const KINDS = [fcm, twilio, smpp, smtp, rbm, sim] as const;

type ConfigsOf<Kinds extends readonly { readonly config: z.ZodObject }[]> = {
  [N in keyof Kinds]: Kinds[N]['config'];
};
const CONFIGS = KINDS.map(({ config }) => config) as unknown as ConfigsOf<typeof KINDS>;
const BY_TYPE = new Map<string, ProviderKind>(
  KINDS.map((kind) => [kind.config.shape.type.value, kind as unknown as ProviderKind]),
);

/** The configuration of one account, told apart by `type`. */
export const ProviderConfig = z.discriminatedUnion('type', CONFIGS, {
  error: (issue) =>
    issue.code === 'invalid_union'
      ? `type is one of ${[...BY_TYPE.keys()].join(', ')}`
      : 'a provider is an object with id and type',
});
export type ProviderConfig = z.infer<typeof ProviderConfig>;

/** The kind of an account; that it fits the account's configuration is what the union above has checked. */
const kindOf = ({ type }: ProviderConfig): ProviderKind => BY_TYPE.get(type)!;

/** Opens every provider once, with connections of its own: call it once for each lane, and close what it gives. */
export function createProviders(configs: readonly ProviderConfig[]): Provider[] {
  return configs.map((config) => kindOf(config).open(config));
}

/** The readers of webhooks by provider id, which stands in `/webhooks/<id>`. Providers without webhooks have none. */
export function createReceiptReaders(
  configs: readonly ProviderConfig[],
  options: ReaderOptions,
): Map<string, ReceiptReader> {
  const readers = configs.map((config) => [config.id, kindOf(config).openReader?.(config, options)] as const);
  return new Map(readers.flatMap(([id, reader]) => (reader === undefined ? [] : [[id, reader]])));
}

/** The connections over which reports come, by provider id; most providers have none. They don't connect before `start`. */
export function createReceiptStreams(
  configs: readonly ProviderConfig[],
  options: ReaderOptions,
): Map<string, ReceiptStream> {
  const streams = configs.map((config) => [config.id, kindOf(config).openStream?.(config, options)] as const);
  return new Map(streams.flatMap(([id, stream]) => (stream === undefined ? [] : [[id, stream]])));
}
