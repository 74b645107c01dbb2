import { z } from 'zod';
import { accountFields, Secret } from '../config-fields.ts';

/** A Twilio account that texts go through. */
export const TwilioConfig = z.strictObject({
  type: z.literal('twilio'),
  ...accountFields({ baseUrl: 'https://api.twilio.com', windowSize: 50, ratePerSecond: 100 }),
  accountSid: Secret.regex(/^AC[0-9a-f]{32}$/i, 'an account SID is AC and 32 hexadecimal digits'),
  /** Authenticates our calls and signs Twilio's webhooks. */
  authToken: Secret,
  /** A number in E.164, an alphanumeric sender, or a Messaging Service (`MG…`), unless the hand-over names one. */
  sender: z.string().min(1).max(34),
});
export type TwilioConfig = z.infer<typeof TwilioConfig>;
