import { Channel, Instant } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';

/** How the latest calls of one instance ended. */
export const ProviderHealth = z
  .object({
    state: z
      .enum(['idle', 'ok', 'failing'])
      .describe('`failing`: at least half of the latest calls brought no answer, an error, or a no for now.'),
    calls: z.int().min(0).describe('How many calls it rests on: those of the last minute, 100 at most.'),
    failed: z.int().min(0),
    lastFailure: z
      .object({ at: Instant, code: z.string() })
      .optional()
      .describe('The latest of them, by its code.'),
  })
  .meta({ id: 'ProviderHealth' });
export type ProviderHealth = z.infer<typeof ProviderHealth>;

export const ProviderView = z
  .object({
    id: z.string(),
    type: z.string(),
    class: z
      .enum(['idempotent', 'look-up', 'repeatable', 'at-most-once'])
      .describe('What can be done about an unknown outcome.'),
    channels: z.array(Channel),
    countries: z
      .array(z.string())
      .optional()
      .describe('Whose numbers it serves (ISO 3166-1); every country when absent.'),
    namedBy: z
      .enum(['token', 'attempt', 'provider-id'])
      .describe('How its reports name a message: by our token, by the attempt, or by an id of its own.'),
    health: ProviderHealth,
    windowSize: z.int().min(1).describe('At most so many calls at once.'),
    ratePerSecond: z.number(),
    inFlight: z
      .object({ plain: z.int().min(0), urgent: z.int().min(0) })
      .describe('Calls that one instance has open just now, by lane.'),
  })
  .meta({ id: 'Provider' });
export type ProviderView = z.infer<typeof ProviderView>;

export const PROVIDER_OPERATIONS = {
  listProviders: operation({
    id: 'listProviders',
    method: 'GET',
    path: '/v1/providers',
    tag: 'Providers',
    summary: 'Lists the providers, what they can do, and how busy they are',
    scope: 'read',
    service: 'delivery',
    answers: {
      200: {
        what: 'All of them.',
        content: { 'application/json': z.object({ providers: z.array(ProviderView) }) },
      },
    },
  }),
} as const;
