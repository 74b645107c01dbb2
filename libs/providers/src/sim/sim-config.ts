import { Channel } from '@hermod/contracts';
import { z } from 'zod';
import { accountFields, Secret } from '../config-fields.ts';

/**
 * The simulator's own protocol, in the two ways in which providers let one settle an unknown outcome: a key under
 * which the same call has one effect, or a reference that can be looked up.
 */
export const SimConfig = z.strictObject({
  type: z.literal('sim'),
  ...accountFields({ baseUrl: 'http://127.0.0.1:8090', windowSize: 100, ratePerSecond: 1000 }),
  mode: z.enum(['idempotent', 'look-up']).default('idempotent'),
  channels: z.array(Channel).min(1).default(['push', 'sms']),
  /** Signs receipts. */
  secret: Secret.default('sim-secret'),
  /** How long the simulator remembers a key. */
  keyLifeMs: z.int().min(1).default(86_400_000),
  /** The simulator's longest delay until a message can be looked up. */
  lookUpAfterMs: z.int().min(0).default(1_000),
});
export type SimConfig = z.infer<typeof SimConfig>;
