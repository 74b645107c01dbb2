import { Instant, Name, Purpose } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const JourneyPath = z.object({ id: Name });
export type JourneyPath = z.infer<typeof JourneyPath>;

export const YAML_TYPE = 'application/yaml';

/** A journey's document as far as readers of lists need it; the language has a schema and a check of its own. */
export const JourneyInput = z
  .looseObject({
    journey: Name.describe('The id in the path.'),
    purpose: Purpose,
    topic: Name.optional(),
    start: z.looseObject({ on: z.string().optional() }),
    expires: z.string().optional().describe('ISO 8601 duration; default P1D, critical PT15M.'),
    steps: z.array(z.looseObject({ id: Name })).min(1),
  })
  .meta({ id: 'Journey', description: 'A document of the journey language.' });
export type JourneyInput = z.infer<typeof JourneyInput>;

export const JourneySummary = z
  .object({
    id: Name,
    publishedVersion: z.int().min(1).nullable(),
    draftAt: Instant,
    pausedAt: Instant.nullable().describe('Since when it is paused.'),
  })
  .meta({ id: 'JourneySummary' });
export type JourneySummary = z.infer<typeof JourneySummary>;

const TAGGED = z.object({ etag: z.string().optional().describe('Names this very draft.') });

const SAVED = z.object({
  journey: Name,
  draft: z.literal(true),
  warnings: z
    .array(z.object({ field: z.string(), message: z.string(), fix: z.string().optional() }))
    .optional()
    .describe('What its author may want to think about; it can be published as it is.'),
});

export const JOURNEY_OPERATIONS = {
  listJourneys: operation({
    id: 'listJourneys',
    method: 'GET',
    path: '/v1/journeys',
    tag: 'Journeys',
    summary: 'Lists the journeys by id',
    scope: 'read',
    service: 'routing',
    answers: {
      200: {
        what: 'All of them.',
        content: { 'application/json': z.object({ journeys: z.array(JourneySummary) }) },
      },
    },
  }),
  putJourney: operation({
    id: 'putJourney',
    method: 'PUT',
    path: '/v1/journeys/{id}',
    tag: 'Journeys',
    summary: 'Saves the draft of a journey',
    description:
      'Mistakes are all named in one answer, each with its place; warnings come with the answer to a draft that was saved. The source text is kept.',
    scope: 'design',
    service: 'routing',
    params: JourneyPath,
    headers: z.object({
      'if-match': z.string().optional().describe('The `ETag` of the draft that is to be replaced.'),
      'if-none-match': z.string().optional().describe('`*` only makes a new journey.'),
    }),
    body: { 'application/json': JourneyInput, [YAML_TYPE]: z.string() },
    answers: {
      200: { what: 'The draft was replaced.', content: { 'application/json': SAVED }, headers: TAGGED },
      201: { what: 'The journey is new.', content: { 'application/json': SAVED }, headers: TAGGED },
    },
    refusals: [400, 412, 413, 415, 422],
  }),
  getJourney: operation({
    id: 'getJourney',
    method: 'GET',
    path: '/v1/journeys/{id}',
    tag: 'Journeys',
    summary: 'Shows the draft of a journey',
    scope: 'read',
    service: 'routing',
    params: JourneyPath,
    answers: {
      200: {
        what: 'The draft, in YAML with `Accept: application/yaml`.',
        content: { 'application/json': JourneyInput, [YAML_TYPE]: z.string() },
        headers: TAGGED.extend({
          'hermod-published-version': z
            .string()
            .regex(/^\d+$/)
            .optional()
            .describe('Absent while nothing is published.'),
        }),
      },
    },
    refusals: [400, 404],
  }),
  publishJourney: operation({
    id: 'publishJourney',
    method: 'POST',
    path: '/v1/journeys/{id}/publish',
    tag: 'Journeys',
    summary: 'Publishes the draft as a version',
    description:
      'Every instance uses it for the next event; runs stay on the version with which they began. The same source again makes no new version.',
    scope: 'design',
    service: 'routing',
    params: JourneyPath,
    answers: {
      200: {
        what: 'It is published.',
        content: { 'application/json': z.object({ version: z.int().min(1) }) },
      },
    },
    refusals: [400, 404, 422],
  }),
} as const;
