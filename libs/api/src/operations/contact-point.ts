import { isTimeZone } from '@hermod/calendar';
import { Channel, Instant, Name } from '@hermod/contracts';
import { z } from 'zod';
import { storableText } from '../storable.ts';

const MAX_ADDRESS_CHARS = 4096;

export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'use an IANA time zone, such as Europe/Stockholm');

/** Where a recipient can be reached; whether the address is one, the service that keeps it knows. */
export const ContactPointInput = z
  .discriminatedUnion(
    'channel',
    [
      z.strictObject({
        channel: z.literal('push'),
        provider: Name.describe('The id of the provider that issued the token.'),
        address: storableText(MAX_ADDRESS_CHARS).describe('The device token.'),
        timeZone: TimeZone.optional().describe('The time zone that the device is set to.'),
      }),
      z.strictObject({
        channel: z.literal('sms'),
        address: storableText(MAX_ADDRESS_CHARS).describe('A number in E.164, such as +46700000001.'),
      }),
      z.strictObject({
        channel: z.literal('email'),
        address: storableText(MAX_ADDRESS_CHARS).describe('An email address.'),
      }),
    ],
    {
      error: (issue) =>
        issue.code === 'invalid_union'
          ? 'use push, sms (which serves mms and rcs as well) or email'
          : undefined,
    },
  )
  .meta({ id: 'ContactPointInput' });
export type ContactPointInput = z.infer<typeof ContactPointInput>;

/** A contact point as it is shown: with what was found out when something was sent there. */
export const ContactPointView = z.object({
  id: z.uuid(),
  channel: z.enum(['push', 'sms', 'email']),
  provider: z.string().optional(),
  address: z.string(),
  timeZone: z.string().optional(),
  usable: z.boolean().describe('False when it is dead, or its own channel does not reach it.'),
  state: z
    .enum(['usable', 'dead', 'unusable'])
    .describe('`dead`: it exists no more. `unusable`: some channels do not reach it, as a landline no SMS.'),
  since: Instant.optional(),
  reason: z.string().optional().describe("The provider's code and words."),
  unreached: z.array(Channel).optional().describe('The channels that do not reach it.'),
});
export type ContactPointView = z.infer<typeof ContactPointView>;

/** `POST /v1/recipients/{id}/contact-points/{contactPoint}/restore`. */
export const RestoreInput = z
  .strictObject({ reason: storableText(500).describe('Why it works again; it is kept.') })
  .meta({ id: 'RestoreInput' });
export type RestoreInput = z.infer<typeof RestoreInput>;
