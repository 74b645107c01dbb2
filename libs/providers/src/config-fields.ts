/** Fields that every provider's configuration has. */
import { Name } from '@hermod/contracts';
import { z } from 'zod';

/** Defaults that differ by provider. */
export interface AccountDefaults {
  readonly baseUrl: string;
  readonly windowSize: number;
  readonly ratePerSecond: number;
}

/** The common part of an account, with the provider's own defaults. */
export function accountFields(defaults: AccountDefaults) {
  return {
    /** Stands in webhook URLs, attempts and metrics. */
    id: Name,
    baseUrl: z
      .url({ protocol: /^https?$/, error: 'baseUrl is an http or https URL' })
      .default(defaults.baseUrl),
    windowSize: z.int().min(1).max(1000).default(defaults.windowSize),
    ratePerSecond: z.number().positive().max(100_000).default(defaults.ratePerSecond),
    timeoutMs: z.int().min(100).max(60_000).default(10_000),
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/, 'a country is two capital letters (ISO 3166-1)'))
      .min(1)
      .optional(),
  };
}

/** What `Provider` shows of the account, to be spread into it. */
export function limitsOf(config: {
  readonly id: string;
  readonly windowSize: number;
  readonly ratePerSecond: number;
  readonly timeoutMs: number;
  readonly countries?: readonly string[] | undefined;
}) {
  const { id, windowSize, ratePerSecond, timeoutMs, countries } = config;
  return { id, windowSize, ratePerSecond, timeoutMs, ...(countries === undefined ? {} : { countries }) };
}

/** A secret. A file that is checked in writes `{ env: NAME }`, which is resolved before the schema sees it. */
export const Secret = z.string('write the value, or { env: NAME }').min(1, 'this is empty');
