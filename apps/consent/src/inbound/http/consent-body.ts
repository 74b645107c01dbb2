import { Channel, Instant, Name, Purpose } from '@hermod/contracts';
import { z } from 'zod';
import { storableText } from './storable.ts';

/** `POST /v1/recipients/{id}/consents`: what a person said, and the words they were shown. */
export const ConsentBody = z
  .strictObject({
    channel: Channel,
    purpose: Purpose.optional(),
    topic: Name.optional(),
    state: z.enum(['given', 'withdrawn']),
    method: Name,
    wording: storableText(4096).optional(),
    wordingVersion: storableText(100).optional(),
    at: Instant.optional(),
    contactPoint: storableText(4096).optional(),
  })
  .refine((consent) => consent.state === 'withdrawn' || consent.purpose !== undefined, {
    path: ['purpose'],
    message: 'say for which purpose consent is given; only a withdrawal may concern all of them',
  });
export type ConsentBody = z.infer<typeof ConsentBody>;
