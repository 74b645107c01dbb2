import { Channel, Instant, RecipientId } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';
import { storableText } from '../storable.ts';

/** A text that may ask for an end: marketing to its number is held until somebody has read it. */
export const ReviewView = z
  .object({
    id: z.uuid(),
    channel: Channel,
    recipients: z.array(RecipientId).describe('Who holds the number.'),
    text: z.string().optional().describe('Absent once a holder was erased.'),
    phrase: z.string().describe('What in the text may ask for an end.'),
    provider: z.string(),
    at: Instant,
    status: z.enum(['open', 'opt-out', 'no-opt-out']),
    settledAt: Instant.optional(),
    settledBy: z.string().optional().describe('The id of the key.'),
    reason: z.string().optional(),
  })
  .meta({ id: 'Review' });
export type ReviewView = z.infer<typeof ReviewView>;

/** `POST /v1/reviews/{id}/settle`. */
export const ReviewVerdictInput = z
  .strictObject({
    verdict: z
      .enum(['opt-out', 'no-opt-out'])
      .describe('`opt-out`: the number gets nothing any more, as after a STOP.'),
    reason: storableText(500).describe('Why; it is kept with the verdict.'),
  })
  .meta({ id: 'ReviewVerdictInput' });
export type ReviewVerdictInput = z.infer<typeof ReviewVerdictInput>;

const ReviewPath = z.object({ id: z.uuid() });

export const REVIEW_OPERATIONS = {
  listReviews: operation({
    id: 'listReviews',
    method: 'GET',
    path: '/v1/reviews',
    tag: 'Consents',
    summary: 'Lists texts that may ask for an end, oldest first',
    scope: 'read',
    service: 'consent',
    query: PageQuery.extend({
      status: z.enum(['open', 'settled']).default('open'),
      recipient: RecipientId.optional(),
    }),
    answers: {
      200: {
        what: 'A page of the list.',
        content: { 'application/json': z.object({ reviews: z.array(ReviewView), next: nextCursor }) },
      },
    },
    refusals: [400],
  }),
  settleReview: operation({
    id: 'settleReview',
    method: 'POST',
    path: '/v1/reviews/{id}/settle',
    tag: 'Consents',
    summary: 'Says whether a text asked for an end',
    description: 'The same verdict again changes nothing; another one is refused.',
    scope: 'operate',
    service: 'consent',
    params: ReviewPath,
    body: { 'application/json': ReviewVerdictInput },
    answers: { 200: { what: 'It is settled.', content: { 'application/json': ReviewView } } },
    refusals: [400, 404, 409, 413, 415, 422],
  }),
} as const;
