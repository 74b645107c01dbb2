import { Hours } from '@hermod/consent-policy';
import { Channel, Instant, Name, Purpose } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { storableText } from '../storable.ts';

const MOST_CAPS = 20;
const MOST_TOPICS = 100;
const LONGEST_WINDOW_DAYS = 31;

/** A text in the languages of the preference page; English stands in for those that are missing. */
const Translated = z.strictObject({
  en: storableText(200),
  sv: storableText(200).optional(),
  de: storableText(200).optional(),
  fr: storableText(200).optional(),
});

/** How many messages at most, in a rolling window. */
const CapInput = z.strictObject({
  name: Name.describe('Names the cap in decisions.'),
  channels: z
    .array(Channel)
    .min(1)
    .optional()
    .describe('Counts these channels only; all of them when absent.'),
  purposes: z
    .array(Purpose.exclude(['critical']))
    .min(1)
    .optional()
    .describe(
      'Counts these purposes only; both when absent. Critical messages are neither counted nor held.',
    ),
  topics: z.array(Name).min(1).optional().describe('Counts these topics only; all of them when absent.'),
  per: z.enum(['recipient', 'topic']).default('recipient').describe('What is counted together.'),
  most: z.int().min(1).max(1_000),
  withinHours: z
    .int()
    .min(1)
    .max(LONGEST_WINDOW_DAYS * 24)
    .describe('The rolling window.'),
});

/** What the organisation wants beyond the law: `PUT /v1/policy`. */
export const PolicyInput = z
  .strictObject({
    organisation: z
      .strictObject({
        name: storableText(60).describe(
          'Names the sender in confirmations, in help and on the preference page.',
        ),
        contact: storableText(120).describe(
          'Where people find a person: a number, an address of a page or of mail.',
        ),
      })
      .optional(),
    topics: z
      .array(
        z.strictObject({
          topic: Name,
          title: Translated,
          description: Translated.optional(),
          channels: z
            .array(z.enum(['push', 'sms', 'email']))
            .min(1)
            .optional()
            .describe('Offered on the preference page.'),
          purpose: Purpose.exclude(['critical']).default('marketing'),
        }),
      )
      .max(MOST_TOPICS)
      .default([])
      .describe(
        'What the preference page offers, in this order. Topics that are not named here work all the same.',
      ),
    caps: z.array(CapInput).max(MOST_CAPS).default([]),
    quietHours: z
      .array(
        z.strictObject({
          purposes: z
            .array(Purpose.exclude(['critical']))
            .min(1)
            .optional()
            .describe('Both when absent.'),
          channels: z.array(Channel).min(1).optional().describe('All of them when absent.'),
          hours: Hours,
        }),
      )
      .max(10)
      .default([])
      .describe(
        'By the clocks of the recipient; where their time zone is not sure, in every one that it may be.',
      ),
  })
  .refine(({ caps }) => new Set(caps.map(({ name }) => name)).size === caps.length, {
    path: ['caps'],
    message: 'give each cap a name of its own',
  })
  .refine(({ topics }) => new Set(topics.map(({ topic }) => topic)).size === topics.length, {
    path: ['topics'],
    message: 'name each topic once',
  })
  .meta({ id: 'PolicyInput' });
export type PolicyInput = z.infer<typeof PolicyInput>;

export const PolicyView = z
  .object({
    version: z.int().min(0).describe('Counts the changes; 0 before the first.'),
    policy: PolicyInput,
    changedAt: Instant.optional(),
    changedBy: z.string().optional().describe('The id of the key.'),
  })
  .meta({ id: 'Policy' });
export type PolicyView = z.infer<typeof PolicyView>;

export const POLICY_OPERATIONS = {
  getPolicy: operation({
    id: 'getPolicy',
    method: 'GET',
    path: '/v1/policy',
    tag: 'Consents',
    summary: 'Shows what the organisation wants beyond the law: caps, quiet hours, topics',
    scope: 'read',
    service: 'consent',
    answers: { 200: { what: 'The policy.', content: { 'application/json': PolicyView } } },
    refusals: [],
  }),
  putPolicy: operation({
    id: 'putPolicy',
    method: 'PUT',
    path: '/v1/policy',
    tag: 'Consents',
    summary: 'Replaces the policy',
    description: 'It holds for every decision that is made after the answer.',
    scope: 'admin',
    service: 'consent',
    body: { 'application/json': PolicyInput },
    answers: { 200: { what: 'It holds.', content: { 'application/json': PolicyView } } },
    refusals: [400, 413, 415, 422],
  }),
} as const;
