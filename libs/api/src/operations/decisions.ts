import { Channel, Instant, Name, Purpose } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';
import { RecipientPath } from './recipient-path.ts';
import { WhyView } from './why.ts';

/** What was decided about one message, the last time that it was asked about. */
export const DecisionView = z
  .object({
    message: z.uuid(),
    request: z.int().min(0).describe('How often it had been asked about before.'),
    channel: Channel.optional().describe(
      'Absent, like the purpose, where the decision is older than this field.',
    ),
    purpose: Purpose.optional(),
    topic: Name.optional(),
    decision: z.enum(['permitted', 'deferred', 'refused']),
    of: z.enum(['channel', 'recipient']).optional().describe('Refused: what it concerns.'),
    until: Instant.optional().describe('Permitted: until when. Deferred: when it may be asked about again.'),
    why: WhyView.describe(
      'The rule that decided and what it looked at; of an erased recipient the rule alone.',
    ),
    decidedAt: Instant,
  })
  .meta({ id: 'Decision' });
export type DecisionView = z.infer<typeof DecisionView>;

export const DECISION_OPERATIONS = {
  listDecisions: operation({
    id: 'listDecisions',
    method: 'GET',
    path: '/v1/recipients/{id}/decisions',
    tag: 'Consents',
    summary: 'Shows what was decided about the messages to a recipient, newest first',
    description: 'One line a message: a later decision about it takes the place of the one before.',
    scope: 'read',
    service: 'consent',
    params: RecipientPath,
    query: PageQuery,
    answers: {
      200: {
        what: 'A page of the list.',
        content: { 'application/json': z.object({ decisions: z.array(DecisionView), next: nextCursor }) },
      },
    },
    refusals: [400, 404],
  }),
} as const;
