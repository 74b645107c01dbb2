import { Instant, JsonObject, Name, RecipientId } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';
import { findUnstorable, storableText } from '../storable.ts';
import { JourneyPath } from './journeys.ts';

const MAX_DATA_BYTES = 16 * 1024;
const MAX_DATA_DEPTH = 8;

/** What stands as `event.data` in conditions and templates: every run keeps a copy, so it is small. */
export const LaunchData = JsonObject.superRefine((data, context) => {
  const problem =
    findUnstorable(data, MAX_DATA_DEPTH) ??
    (new TextEncoder().encode(JSON.stringify(data)).length > MAX_DATA_BYTES
      ? `send at most ${MAX_DATA_BYTES} bytes of data`
      : undefined);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

export const LaunchPath = z.object({ id: z.uuid() });
export type LaunchPath = z.infer<typeof LaunchPath>;

/** `POST /v1/journeys/{id}/launches` without a list: everybody of the audience. */
export const LaunchInput = z
  .strictObject({
    data: LaunchData.default({}).describe('What conditions and templates see as `event.data`.'),
  })
  .meta({ id: 'LaunchInput' });
export type LaunchInput = z.infer<typeof LaunchInput>;

/** A line of a list as NDJSON. */
export const LaunchRow = z.strictObject({ recipient: RecipientId, data: LaunchData.optional() });
export type LaunchRow = z.infer<typeof LaunchRow>;

/** Names the request: a repeat makes no second launch. */
export const LaunchHeaders = z.object({
  'idempotency-key': storableText(255)
    .optional()
    .describe('Your own name for this launch; the same again shows the launch that there is.'),
});

const Count = z.int().min(0);

export const LaunchView = z
  .object({
    id: z.uuid(),
    journey: Name,
    version: z.int().min(1).describe('The version that its runs start with.'),
    kind: z.enum(['time', 'event', 'hand', 'list']).describe('What started it.'),
    state: z.enum(['running', 'paused', 'done', 'cancelled']),
    why: z.string().optional().describe('Cancelled: why.'),
    pace: z.int().min(1).describe('Most runs that start in a second.'),
    listed: Count.optional().describe('Recipients on the list.'),
    requestedBy: z.string().optional().describe('The id of the key with which it was asked for.'),
    createdAt: Instant,
    endedAt: Instant.optional(),
    seen: Count.describe('Recipients that were looked at.'),
    chosen: Count.describe('Of these, for whom `where` holds.'),
    started: Count.describe('Of these, whose runs started.'),
    skipped: Count.describe('Chosen, but `once` says that they had it, or the run was there already.'),
    missing: Count.describe('Not chosen, because something that `where` asks for is missing.'),
    failed: Count.describe('Chosen, and their run can not be started.'),
  })
  .meta({ id: 'Launch' });
export type LaunchView = z.infer<typeof LaunchView>;

export const AudiencePreviewInput = z
  .strictObject({
    event: JsonObject.optional().describe('The event of `start.on`, for conditions that ask for it.'),
  })
  .meta({ id: 'AudiencePreviewInput' });
export type AudiencePreviewInput = z.infer<typeof AudiencePreviewInput>;

export const AudiencePreviewView = z
  .object({
    seen: Count.describe('Known recipients that were looked at.'),
    chosen: Count.describe('Of these, for whom `where` holds now.'),
    missing: z.object({
      count: Count.describe('Not chosen, because something that `where` asks for is missing.'),
      because: z.string().optional().describe('What was missing, of the first of them.'),
    }),
    sample: z.array(RecipientId).max(20).describe('Some of those who were chosen.'),
    complete: z.boolean().describe('False when there are more recipients than a preview has time for.'),
  })
  .meta({ id: 'AudiencePreview' });
export type AudiencePreviewView = z.infer<typeof AudiencePreviewView>;

const ONE = { 'application/json': LaunchView };

export const LAUNCH_OPERATIONS = {
  startLaunch: operation({
    id: 'startLaunch',
    method: 'POST',
    path: '/v1/journeys/{id}/launches',
    tag: 'Journeys',
    summary: 'Launches a published journey for its audience, or for a list of recipients',
    description: [
      'With JSON, or nothing: for everybody of whom `start.audience.where` holds. With a list: for the recipients on it of whom',
      '`where`, if there is one, holds. A list is NDJSON (`{"recipient": "ada", "data": {…}}` a line) or CSV (a header with',
      '`recipient`; the other columns become `event.data`). Every row is checked first, and one that is wrong keeps the whole',
      'list out: the first 100 problems are named by line. At most 200,000 rows and 50 MiB, inflated where the list comes with',
      '`content-encoding: gzip`. Answered when the launch is kept; runs start behind that, at the pace of the audience.',
    ].join('\n'),
    scope: 'operate',
    service: 'routing',
    params: JourneyPath,
    headers: LaunchHeaders,
    body: { 'application/json': LaunchInput, 'application/x-ndjson': z.string(), 'text/csv': z.string() },
    bodyOptional: true,
    answers: { 202: { what: 'It is launched.', content: ONE } },
    refusals: [400, 404, 409, 413, 415, 422],
  }),
  listLaunches: operation({
    id: 'listLaunches',
    method: 'GET',
    path: '/v1/journeys/{id}/launches',
    tag: 'Journeys',
    summary: 'Lists the launches of a journey, newest first',
    scope: 'read',
    service: 'routing',
    params: JourneyPath,
    query: PageQuery,
    answers: {
      200: {
        what: 'A page of launches.',
        content: { 'application/json': z.object({ launches: z.array(LaunchView), next: nextCursor }) },
      },
    },
    refusals: [400],
  }),
  getLaunch: operation({
    id: 'getLaunch',
    method: 'GET',
    path: '/v1/launches/{id}',
    tag: 'Journeys',
    summary: 'Tells how far a launch is',
    scope: 'read',
    service: 'routing',
    params: LaunchPath,
    answers: { 200: { what: 'The launch.', content: ONE } },
    refusals: [400, 404],
  }),
  pauseLaunch: operation({
    id: 'pauseLaunch',
    method: 'POST',
    path: '/v1/launches/{id}/pause',
    tag: 'Journeys',
    summary: 'Makes a launch wait',
    description: 'No further run starts; those that have started go on.',
    scope: 'operate',
    service: 'routing',
    params: LaunchPath,
    answers: { 200: { what: 'It waits.', content: ONE } },
    refusals: [400, 404, 409],
  }),
  resumeLaunch: operation({
    id: 'resumeLaunch',
    method: 'POST',
    path: '/v1/launches/{id}/resume',
    tag: 'Journeys',
    summary: 'Lets a launch go on where it stopped',
    scope: 'operate',
    service: 'routing',
    params: LaunchPath,
    answers: { 200: { what: 'It goes on.', content: ONE } },
    refusals: [400, 404, 409],
  }),
  cancelLaunch: operation({
    id: 'cancelLaunch',
    method: 'POST',
    path: '/v1/launches/{id}/cancel',
    tag: 'Journeys',
    summary: 'Ends a launch',
    description: 'No further run starts; those that have started go on. What is left of a list is dropped.',
    scope: 'operate',
    service: 'routing',
    params: LaunchPath,
    answers: { 200: { what: 'It is over.', content: ONE } },
    refusals: [400, 404, 409],
  }),
  previewAudience: operation({
    id: 'previewAudience',
    method: 'POST',
    path: '/v1/journeys/{id}/audience/preview',
    tag: 'Journeys',
    summary: "Counts whom the audience of a journey's draft would choose now",
    description: 'Nothing is started. It looks for a few seconds at most, and says whether it saw everybody.',
    scope: 'read',
    service: 'routing',
    params: JourneyPath,
    body: { 'application/json': AudiencePreviewInput },
    bodyOptional: true,
    answers: {
      200: { what: 'Who would be chosen.', content: { 'application/json': AudiencePreviewView } },
    },
    refusals: [400, 404, 422],
  }),
} as const;
