import { HermodError } from '@hermod/contracts';
import { type ProviderConfig, providersOf } from '@hermod/providers';
import { z } from 'zod';

/** What receipts needs beyond every service's configuration. */
export interface ReceiptsConfig {
  /** The accounts whose webhooks are read. */
  readonly providers: readonly ProviderConfig[];
  /** Where the instances of delivery listen; none: signals need a token. */
  readonly deliveryOrigins: readonly string[];
}

const Environment = z.object({
  HERMOD_URL_DELIVERY: z
    .string()
    .transform((list) => list.split(',').map((url) => url.trim()))
    .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)))
    .default([]),
});

/**
 * Reads the environment and the file that HERMOD_PROVIDERS names.
 * @throws HermodError CONFIG_INVALID, or what `readProvidersFile` says of the file.
 */
export function readReceiptsConfig(env: Readonly<Record<string, string | undefined>>): ReceiptsConfig {
  const read = Environment.safeParse(env);
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = String(issue?.path[0]);
    throw new HermodError('CONFIG_INVALID', `${field}: ${issue?.message}`, { field });
  }
  return { providers: providersOf(env), deliveryOrigins: read.data.HERMOD_URL_DELIVERY };
}
