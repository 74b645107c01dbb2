import { Basis } from '@hermod/consent-policy';
import { Channel, Instant, Name, Purpose } from '@hermod/contracts';
import { z } from 'zod';
import { storableText } from '../storable.ts';

/** Where a consent comes from: what would be shown to whoever doubts it. Personal, and erased with the recipient. */
export const ConsentSource = z
  .strictObject({
    page: storableText(2048).optional().describe('The address of the form.'),
    ip: z.union([z.ipv4(), z.ipv6()], 'use an IP address').optional(),
    userAgent: storableText(1024).optional(),
    reference: storableText(1024)
      .optional()
      .describe('Where the evidence is kept, such as the number of a recording or of a paper form.'),
  })
  .meta({ id: 'ConsentSource' });
export type ConsentSource = z.infer<typeof ConsentSource>;

/** `POST /v1/recipients/{id}/consents`: what a person said, and the words they were shown. */
export const ConsentInput = z
  .strictObject({
    channel: Channel,
    purpose: Purpose.optional().describe('Only a withdrawal may leave it out: it then concerns all of them.'),
    topic: Name.optional().describe('No topic means every topic.'),
    state: z.enum(['given', 'withdrawn']),
    method: Name.describe('How it was said, such as `form`.'),
    wording: storableText(4096).optional().describe('The exact words that were shown.'),
    wordingVersion: storableText(100).optional(),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'use a BCP 47 language tag, such as sv')
      .optional()
      .describe('In which language the words were shown.'),
    basis: Basis.optional().describe(
      'What the consent rests on; `express` when absent. Whether another one is enough, the law of the place says.',
    ),
    validUntil: Instant.optional().describe('The consent ends then by itself.'),
    doubleOptIn: z
      .literal(true)
      .optional()
      .describe('Counts only once the person has confirmed it: asks by SMS, and waits for YES.'),
    source: ConsentSource.optional(),
    reason: storableText(500).optional().describe('Why it is recorded by hand.'),
    at: Instant.optional().describe('When it was said; now when absent.'),
    contactPoint: storableText(4096).optional().describe('The address it is about, where there are several.'),
  })
  .refine((consent) => consent.state === 'withdrawn' || consent.purpose !== undefined, {
    path: ['purpose'],
    message: 'say for which purpose consent is given; only a withdrawal may concern all of them',
  })
  .refine((consent) => consent.state === 'given' || consent.validUntil === undefined, {
    path: ['validUntil'],
    message: 'leave it out: a withdrawal holds until consent is given again',
  })
  .refine((consent) => consent.state === 'given' || consent.basis === undefined, {
    path: ['basis'],
    message: 'leave it out: a withdrawal needs no basis',
  })
  .refine((consent) => consent.doubleOptIn === undefined || consent.state === 'given', {
    path: ['doubleOptIn'],
    message: 'leave it out: a withdrawal needs no confirmation',
  })
  .refine((consent) => consent.doubleOptIn === undefined || consent.channel === 'sms', {
    path: ['doubleOptIn'],
    message: 'confirmation is asked for by SMS only; leave it out for other channels',
  })
  .meta({ id: 'ConsentInput' });
export type ConsentInput = z.infer<typeof ConsentInput>;
