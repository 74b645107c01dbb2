import { z } from 'zod';
import { accountFields, Secret } from '../config-fields.ts';
import { GoogleAuth } from '../google/google-auth.ts';

/** An agent of Google RCS for Business that messages are sent by. */
export const RbmConfig = z.strictObject({
  type: z.literal('rbm'),
  // Regional hosts keep the data in their region: https://europe-rcsbusinessmessaging.googleapis.com and the like.
  ...accountFields({
    baseUrl: 'https://rcsbusinessmessaging.googleapis.com',
    windowSize: 100,
    ratePerSecond: 300,
  }),
  agentId: z
    .string()
    .regex(
      /^[\w.-]{1,100}(?:@rbm\.goog)?$/,
      'an agent id is such as shop_agent, as the developer console shows it',
    ),
  /** Google makes it up when the webhook is configured, and signs with it. */
  clientToken: Secret,
  auth: GoogleAuth,
  /** False leaves it to the message itself to find out what a phone can show: a call less, a later fallback. */
  checksCapabilities: z.boolean().default(true),
});
export type RbmConfig = z.infer<typeof RbmConfig>;

/** An agent's id as answers and messages are matched by: with and without its domain it is the same agent. */
export const agentName = (agentId: string): string => agentId.replace(/@rbm\.goog$/, '');
