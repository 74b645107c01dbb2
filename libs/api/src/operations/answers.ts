import { Channel, Instant, RecipientId } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';

/** What somebody wrote and no run had asked for. */
export const UnmatchedAnswerView = z
  .object({
    id: z.uuid(),
    at: Instant,
    recipient: RecipientId.optional().describe('Absent where nobody has the address.'),
    channel: Channel,
    to: z.string().optional().describe('Our number, agent or mailbox that it came to.'),
    text: z.string().optional(),
    why: z.string().describe('Why it answers nothing.'),
  })
  .meta({ id: 'UnmatchedAnswer' });
export type UnmatchedAnswerView = z.infer<typeof UnmatchedAnswerView>;

export const ANSWER_OPERATIONS = {
  listUnmatchedAnswers: operation({
    id: 'listUnmatchedAnswers',
    method: 'GET',
    path: '/v1/answers/unmatched',
    tag: 'Runs and messages',
    summary: 'Lists what people wrote that no run had asked for, newest first',
    description: 'Kept for 30 days, so that somebody can read and answer it.',
    scope: 'read',
    service: 'routing',
    query: PageQuery,
    answers: {
      200: {
        what: 'A page of the list.',
        content: {
          'application/json': z.object({ answers: z.array(UnmatchedAnswerView), next: nextCursor }),
        },
      },
    },
    refusals: [400],
  }),
} as const;
