import { Channel, Instant, Name, Purpose } from '@hermod/contracts';
import { z } from 'zod';
import { storableText } from '../storable.ts';

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
    at: Instant.optional().describe('When it was said; now when absent.'),
    contactPoint: storableText(4096).optional().describe('The address it is about, where there are several.'),
  })
  .refine((consent) => consent.state === 'withdrawn' || consent.purpose !== undefined, {
    path: ['purpose'],
    message: 'say for which purpose consent is given; only a withdrawal may concern all of them',
  })
  .meta({ id: 'ConsentInput' });
export type ConsentInput = z.infer<typeof ConsentInput>;
