import { Channel } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const ProviderView = z
  .object({
    id: z.string(),
    type: z.string(),
    class: z
      .enum(['idempotent', 'look-up', 'repeatable', 'at-most-once'])
      .describe('What can be done about an unknown outcome.'),
    channels: z.array(Channel),
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
