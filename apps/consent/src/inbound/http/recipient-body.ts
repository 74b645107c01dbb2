import { type ContactPoint, HermodError, JsonObject, Name, RecipientId } from '@hermod/contracts';
import { z } from 'zod';
import { normalizeAddress } from '../../application/normalize-address.ts';
import { COUNTRY_CODES } from './country-codes.ts';
import { findUnstorable, storableText } from './storable.ts';

const MAX_CONTACT_POINTS = 50;
const MAX_ATTRIBUTES_BYTES = 16 * 1024;
const MAX_ATTRIBUTES_DEPTH = 8;

/** The path of everything about one recipient. */
export const RecipientPath = z.object({ id: RecipientId });
export type RecipientPath = z.infer<typeof RecipientPath>;

/** What upstream may say about a recipient besides addresses: small, flat enough to be looked at by conditions. */
const Attributes = JsonObject.superRefine((attributes, context) => {
  const problem =
    findUnstorable(attributes, MAX_ATTRIBUTES_DEPTH) ??
    (Buffer.byteLength(JSON.stringify(attributes)) > MAX_ATTRIBUTES_BYTES
      ? `send at most ${MAX_ATTRIBUTES_BYTES} bytes of attributes`
      : undefined);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

function addressOf(channel: ContactPoint['channel']): z.ZodType<string, string> {
  return storableText(4096).transform((written, context) => {
    try {
      return normalizeAddress(channel, written);
    } catch (error) {
      if (!(error instanceof HermodError)) throw error;
      context.addIssue({ code: 'custom', message: `${error.message}; ${error.fix}` });
      return z.NEVER;
    }
  });
}

const ContactPointBody = z.discriminatedUnion(
  'channel',
  [
    z.strictObject({ channel: z.literal('push'), provider: Name, address: addressOf('push') }),
    z.strictObject({ channel: z.literal('sms'), address: addressOf('sms') }),
    z.strictObject({ channel: z.literal('email'), address: addressOf('email') }),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? 'use push, sms (which serves mms and rcs as well) or email'
        : undefined,
  },
);

/** Intl also takes offsets such as +02:00, which know no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** `PUT /v1/recipients/{id}`: the whole of what is to be known of a recipient. */
export const RecipientBody = z
  .strictObject({
    attributes: Attributes.default({}),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'use an IANA time zone, such as Europe/Stockholm')
      .optional(),
    country: z
      .string()
      .refine((code) => COUNTRY_CODES.has(code), 'use an ISO 3166 code of two capitals, such as SE')
      .optional(),
    locale: z.string().max(64).refine(isLocale, 'use a BCP 47 language tag, such as sv-SE').optional(),
    contactPoints: z.array(ContactPointBody).max(MAX_CONTACT_POINTS).default([]),
  })
  .superRefine(({ contactPoints }, context) => {
    const seen = new Set<string>();
    contactPoints.forEach(({ channel, address }, position) => {
      const key = `${channel} ${address}`;
      if (seen.has(key)) {
        const path = ['contactPoints', position, 'address'];
        context.addIssue({ code: 'custom', path, message: 'list each address once' });
      }
      seen.add(key);
    });
  });
export type RecipientBody = z.infer<typeof RecipientBody>;
