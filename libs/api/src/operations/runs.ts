import { Instant, Name, RecipientId } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';
import { WhyView } from './why.ts';

export const RunPath = z.object({ id: z.uuid() });
export type RunPath = z.infer<typeof RunPath>;

export const RunsQuery = PageQuery.extend({
  recipient: RecipientId.optional(),
  journey: Name.optional(),
  status: z.enum(['running', 'ended']).optional(),
});
export type RunsQuery = z.infer<typeof RunsQuery>;

export const RunSummary = z
  .object({
    id: z.uuid(),
    recipient: RecipientId,
    journey: Name,
    version: z.int().min(1),
    status: z.enum(['running', 'ended']),
    outcome: z.string().optional().describe('How it ended.'),
    startedAt: Instant,
    endedAt: Instant.optional(),
    traceId: z.string().optional().describe('The trace in which it began.'),
  })
  .meta({ id: 'RunSummary' });
export type RunSummary = z.infer<typeof RunSummary>;

export const TimelineEntry = z
  .object({
    at: Instant,
    step: z.string().optional(),
    what: z.string().describe('What happened, in words.'),
    why: WhyView,
    message: z.uuid().optional(),
    traceId: z.string().optional(),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const RunView = RunSummary.extend({ timeline: z.array(TimelineEntry) }).meta({ id: 'Run' });
export type RunView = z.infer<typeof RunView>;

export const RUN_OPERATIONS = {
  listRuns: operation({
    id: 'listRuns',
    method: 'GET',
    path: '/v1/runs',
    tag: 'Runs and messages',
    summary: 'Lists runs, newest first',
    scope: 'read',
    service: 'routing',
    query: RunsQuery,
    answers: {
      200: {
        what: 'A page of runs.',
        content: { 'application/json': z.object({ runs: z.array(RunSummary), next: nextCursor }) },
      },
    },
    refusals: [400],
  }),
  getRun: operation({
    id: 'getRun',
    method: 'GET',
    path: '/v1/runs/{id}',
    tag: 'Runs and messages',
    summary: 'Tells the story of a run',
    scope: 'read',
    service: 'routing',
    params: RunPath,
    answers: { 200: { what: 'The run with its timeline.', content: { 'application/json': RunView } } },
    refusals: [400, 404],
  }),
} as const;
