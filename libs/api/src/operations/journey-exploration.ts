import { Channel, Name } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { VersionNumber } from '../version-number.ts';
import { JourneyPath } from './journeys.ts';

/** Which source of a journey is explored: a version, or the draft. */
export const ExplorationQuery = z.object({
  version: VersionNumber.optional().describe('Of the draft when absent.'),
});
export type ExplorationQuery = z.infer<typeof ExplorationQuery>;

const path = z
  .array(
    z.object({
      atMs: z.number().min(0).describe('Since the start of the run.'),
      step: Name.optional(),
      what: z.string(),
    }),
  )
  .describe('How it comes to this; of a long path the middle is left out.');

const MessageFigureView = z
  .object({ messages: z.int().min(0).describe('Handed over to a provider, or perhaps.'), path })
  .meta({ id: 'MessageFigure' });
const TimeFigureView = z
  .object({ ms: z.number().min(0).describe('Since the start of the run.'), path })
  .meta({ id: 'TimeFigure' });

export const ExplorationView = z
  .object({
    journey: Name,
    version: z.int().min(1).nullable().describe('Null: the draft.'),
    complete: z
      .boolean()
      .describe(
        'False: the budget was used up. The figures are what was found so far, the truth may be more.',
      ),
    states: z.int().min(1).describe('Different states of a run that were found.'),
    expiresMs: z.number().min(0),
    mostMessages: MessageFigureView.describe('Most messages in all.'),
    mostMessagesInDay: MessageFigureView.describe('Most messages in any 24 hours.'),
    mostMessagesByChannel: z
      .partialRecord(Channel, MessageFigureView)
      .describe('Most messages on each channel, each by a path of its own.'),
    longestToLastMessage: TimeFigureView.nullable().describe('Null: no message is ever handed over.'),
    longestToEnd: TimeFigureView,
    deadSteps: z.array(Name).describe('Steps that no combination leads to.'),
    loops: z.array(
      z.object({
        steps: z.array(Name),
        limitedBy: Name,
        limit: z.int().min(1),
        visits: z.int().min(0),
        path,
      }),
    ),
    ends: z.array(z.object({ outcome: z.string(), path })).describe('Every way in which a run can end.'),
    worstPrice: z.null().describe('Null as long as there are no price tables.'),
  })
  .meta({ id: 'Exploration' });
export type ExplorationView = z.infer<typeof ExplorationView>;

export const JOURNEY_EXPLORATION_OPERATIONS = {
  exploreJourney: operation({
    id: 'exploreJourney',
    method: 'POST',
    path: '/v1/journeys/{id}/explore',
    tag: 'Journeys',
    summary: 'Tells what can happen to one recipient at worst',
    description: [
      'Walks through every combination of outcomes of the draft, or of a version, by the engine that the services use, each',
      'state once. Nothing is stored or sent. Conditions are taken as independent of each other, and messages are not',
      'deferred. Bounded to 20,000 states and five seconds.',
    ].join('\n'),
    scope: 'design',
    service: 'routing',
    params: JourneyPath,
    query: ExplorationQuery,
    answers: { 200: { what: 'What can happen.', content: { 'application/json': ExplorationView } } },
    refusals: [400, 404, 422],
  }),
} as const;
