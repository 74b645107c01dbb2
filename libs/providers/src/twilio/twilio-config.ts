import { z } from 'zod';
import { accountFields, Secret } from '../config-fields.ts';

const Country = z.string().regex(/^[A-Z]{2}$/, 'a country is two capital letters (ISO 3166-1)');
const Service = /^MG[0-9a-f]{32}$/i;
const Agent = /^rcs:[A-Za-z0-9][A-Za-z0-9_.-]{1,99}$/;

/** Where Twilio delivers MMS as MMS. To Australia it takes an Australian number, so who has one writes it; elsewhere it sends a text with a link. */
export const MMS_COUNTRIES: readonly string[] = ['US', 'CA'];

/** A Twilio account that texts, MMS and RCS messages go through. */
export const TwilioConfig = z
  .strictObject({
    type: z.literal('twilio'),
    ...accountFields({ baseUrl: 'https://api.twilio.com', windowSize: 50, ratePerSecond: 100 }),
    accountSid: Secret.regex(/^AC[0-9a-f]{32}$/i, 'an account SID is AC and 32 hexadecimal digits'),
    /** Authenticates our calls and signs Twilio's webhooks. */
    authToken: Secret,
    /** A number in E.164, an alphanumeric sender, or a Messaging Service (`MG…`), unless the hand-over names one. */
    sender: z.string().min(1).max(34),
    /** An RCS sender (`rcs:…`), or a Messaging Service (`MG…`) that has one. */
    rcsSender: z
      .string()
      .refine(
        (sender) => Agent.test(sender) || Service.test(sender),
        'an RCS sender is rcs: and the id of the agent, or a Messaging Service (MG…)',
      )
      .optional(),
    /** What this account is used for: sms and mms, and rcs where there is an `rcsSender`, unless it says otherwise. */
    channels: z
      .array(z.enum(['sms', 'mms', 'rcs']))
      .min(1, 'name at least one channel')
      .optional(),
    /** Countries whose numbers get MMS (ISO 3166-1 alpha-2); the United States and Canada unless it says otherwise. */
    mmsCountries: z.array(Country).min(1, 'leave mms out of channels instead').optional(),
  })
  .refine(({ channels, rcsSender }) => !channels?.includes('rcs') || rcsSender !== undefined, {
    path: ['rcsSender'],
    message: 'rcs needs an rcsSender',
  });
export type TwilioConfig = z.infer<typeof TwilioConfig>;
