import { Channel, Name } from '@hermod/contracts';
import { z } from 'zod';
import {
  isPhoneCountry,
  senderAddressKind,
  SENDERS_OF_CHANNEL,
  WITHOUT_ALPHANUMERIC,
} from './sender-address.ts';

const LogoUrl = z
  .url({ protocol: /^https$/, error: 'a logo is an https address' })
  .max(2_048, 'the address of a logo has at most 2048 characters');

/** A sender as it is written: over HTTP, and with its id in the providers file. */
export const SenderFields = z.strictObject({
  /** The provider, by its id, that sends from it. */
  provider: Name,
  channels: z.array(Channel).min(1, 'name at least one channel').max(4),
  address: z.string().trim().min(1).max(256),
  /** How people see who writes, where the channel shows it. */
  brandName: z
    .string()
    .trim()
    .min(1, 'leave it out where there is none')
    .max(100, 'a brand name has at most 100 characters')
    .refine((name) => !/[\p{Cc}\p{Cs}]/u.test(name), 'a brand name is one line of text')
    .optional(),
  logo: LogoUrl.optional(),
  /** ISO 3166-1 alpha-2; every country when absent. */
  countries: z.array(z.string()).min(1, 'leave it out for every country').max(250).optional(),
  /** Goes before others that fit as well. */
  isDefault: z.boolean().default(false),
});

type Fields = z.infer<typeof SenderFields>;

/** What is wrong with a sender beyond its fields, each with the field. */
export function refineSender(sender: Fields, context: z.RefinementCtx): void {
  const issue = (path: PropertyKey[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  const { channels, address, countries = [] } = sender;
  for (const [index, channel] of channels.entries()) {
    if (channels.indexOf(channel) !== index) issue(['channels', index], `${channel} stands here twice`);
    else if (SENDERS_OF_CHANNEL[channel] === undefined)
      issue(['channels', index], `a ${channel} has no sender; leave it out`);
    else if (senderAddressKind(channel, address) === undefined)
      issue(['address'], `${channel} is sent from ${SENDERS_OF_CHANNEL[channel]}; this is none`);
  }
  const isAlphanumeric = channels.includes('sms') && senderAddressKind('sms', address) === 'alphanumeric';
  for (const [index, country] of countries.entries()) {
    if (!isPhoneCountry(country))
      issue(['countries', index], 'use a country code of ISO 3166-1 in capitals, such as SE');
    else if (countries.indexOf(country) !== index)
      issue(['countries', index], `${country} stands here twice`);
    else if (isAlphanumeric && WITHOUT_ALPHANUMERIC.includes(country))
      issue(['countries', index], `${country} lets no names send texts; use a number or a short code there`);
  }
}

/** `PUT /v1/senders/{id}`: a sender without its id. */
export const SenderDocument = SenderFields.superRefine(refineSender);
export type SenderDocument = z.infer<typeof SenderDocument>;

/** A sender under its id, as the providers file lists it. */
export const Sender = SenderFields.extend({ id: Name }).superRefine(refineSender);
export type Sender = z.infer<typeof Sender>;
