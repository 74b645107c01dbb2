import { Instant, Name } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';
import { storableText } from '../storable.ts';
import { VersionNumber } from '../version-number.ts';

const JourneyPath = z.object({ id: Name });

export const VersionPath = JourneyPath.extend({
  version: VersionNumber,
});
export type VersionPath = z.infer<typeof VersionPath>;

const Version = z.int().min(1);
const Count = z.int().min(0);

export const JourneyVersion = z
  .object({
    version: Version,
    publishedAt: Instant,
    state: z
      .enum(['published', 'draining', 'done'])
      .describe(
        '`published`: new events start it; `draining`: only its running runs go on; `done`: none do.',
      ),
    running: Count.describe('How many of its runs go on.'),
    understood: z
      .boolean()
      .optional()
      .describe(
        'False when this build can’t read it any more: its runs stand still until one can. Absent when it is done.',
      ),
  })
  .meta({ id: 'JourneyVersion' });
export type JourneyVersion = z.infer<typeof JourneyVersion>;

export const JourneyVersions = z
  .object({
    published: Version.nullable().describe('The version that new events start.'),
    pausedAt: Instant.nullable().describe('Since when the journey is paused.'),
    versions: z.array(JourneyVersion),
    next: nextCursor,
  })
  .meta({ id: 'JourneyVersions' });
export type JourneyVersions = z.infer<typeof JourneyVersions>;

const Publication = z.object({
  version: Version.describe('The version that the draft would become, or is.'),
  isNew: z.boolean().describe('False: the draft is what is published.'),
  changed: z
    .object({
      head: z.array(z.string()).describe('What changes beside the steps, such as `start`.'),
      added: z.array(Name).describe('Steps that the published version has not.'),
      removed: z.array(Name),
      changed: z.array(Name),
    })
    .optional()
    .describe('Absent when this build can’t read the draft any more.'),
  staying: Count.describe('Running runs: they stay on the version with which they began.'),
});

export const JourneyInFlight = z
  .object({
    published: Version.nullable(),
    pausedAt: Instant.nullable(),
    running: Count,
    complete: z
      .boolean()
      .describe('False: there are so many runs that only a part of them stands in `steps`.'),
    versions: z.array(
      z.object({
        version: Version,
        running: Count,
        steps: z.array(
          z.object({
            step: Name.nullable().describe('Null where this build can’t tell.'),
            running: Count,
            oldestStartedAt: Instant,
            nextDueAt: Instant.nullable().describe('When the first of them wants to go on.'),
          }),
        ),
      }),
    ),
    publication: Publication.describe('What publishing the draft would change.'),
  })
  .meta({ id: 'JourneyInFlight' });
export type JourneyInFlight = z.infer<typeof JourneyInFlight>;

export const JourneyAction = z
  .object({
    id: z.string().regex(/^\d+$/),
    action: z.enum(['published', 'drained', 'paused', 'resumed', 'cancelled']),
    version: Version.optional(),
    reason: z.string().optional(),
    by: z.string().describe('The id of the key with which it was done.'),
    at: Instant,
    runs: Count.describe('How many runs it has reached so far: ended, or brought back.'),
    finishedAt: Instant.optional().describe('Absent while there are runs that have not been told.'),
  })
  .meta({ id: 'JourneyAction' });
export type JourneyAction = z.infer<typeof JourneyAction>;

export const CancelInput = z.strictObject({
  reason: storableText(200).optional().describe('What the story of each run tells of it.'),
});
export type CancelInput = z.infer<typeof CancelInput>;

const PausedOrNot = z.object({ journey: Name, pausedAt: Instant.nullable() });
const JSON_TYPE = 'application/json';

export const JOURNEY_VERSION_OPERATIONS = {
  listJourneyVersions: operation({
    id: 'listJourneyVersions',
    method: 'GET',
    path: '/v1/journeys/{id}/versions',
    tag: 'Journeys',
    summary: 'Tells what was published when, and how many runs go on',
    scope: 'read',
    service: 'routing',
    params: JourneyPath,
    query: PageQuery,
    answers: { 200: { what: 'A page, newest first.', content: { [JSON_TYPE]: JourneyVersions } } },
    refusals: [400, 404],
  }),
  showJourneyInFlight: operation({
    id: 'showJourneyInFlight',
    method: 'GET',
    path: '/v1/journeys/{id}/in-flight',
    tag: 'Journeys',
    summary: 'Shows who is in flight, and what publishing the draft would change',
    scope: 'read',
    service: 'routing',
    params: JourneyPath,
    answers: { 200: { what: 'By version and step.', content: { [JSON_TYPE]: JourneyInFlight } } },
    refusals: [400, 404],
  }),
  listJourneyActions: operation({
    id: 'listJourneyActions',
    method: 'GET',
    path: '/v1/journeys/{id}/actions',
    tag: 'Journeys',
    summary: 'Tells who published, drained, paused, resumed or cancelled it, and when',
    scope: 'read',
    service: 'routing',
    params: JourneyPath,
    query: PageQuery,
    answers: {
      200: {
        what: 'A page, newest first.',
        content: { [JSON_TYPE]: z.object({ actions: z.array(JourneyAction), next: nextCursor }) },
      },
    },
    refusals: [400, 404],
  }),
  pauseJourney: operation({
    id: 'pauseJourney',
    method: 'POST',
    path: '/v1/journeys/{id}/pause',
    tag: 'Journeys',
    summary: 'Pauses a journey',
    description:
      'New events start no run, and nothing more is asked for; timers keep their time. Messages that were asked for before still go out, and exits still end runs. Events that come while it is paused start no run later either.',
    scope: 'design',
    service: 'routing',
    params: JourneyPath,
    answers: { 200: { what: 'It is paused.', content: { [JSON_TYPE]: PausedOrNot } } },
    refusals: [400, 404],
  }),
  resumeJourney: operation({
    id: 'resumeJourney',
    method: 'POST',
    path: '/v1/journeys/{id}/resume',
    tag: 'Journeys',
    summary: 'Lets a paused journey go on',
    description: 'What is due fires, in the order of its time; a run that expired meanwhile ends `expired`.',
    scope: 'design',
    service: 'routing',
    params: JourneyPath,
    answers: { 200: { what: 'It goes on.', content: { [JSON_TYPE]: PausedOrNot } } },
    refusals: [400, 404],
  }),
  drainJourney: operation({
    id: 'drainJourney',
    method: 'POST',
    path: '/v1/journeys/{id}/drain',
    tag: 'Journeys',
    summary: 'Takes back what is published; running runs go to their ends',
    scope: 'design',
    service: 'routing',
    params: JourneyPath,
    answers: {
      200: {
        what: 'No event starts a run any more.',
        content: { [JSON_TYPE]: z.object({ journey: Name, running: Count.describe('Runs that go on.') }) },
      },
    },
    refusals: [400, 404],
  }),
  cancelJourneyVersion: operation({
    id: 'cancelJourneyVersion',
    method: 'POST',
    path: '/v1/journeys/{id}/versions/{version}/cancel',
    tag: 'Journeys',
    summary: 'Ends the running runs of a version',
    description:
      'They end `cancelled`, behind this answer; the list of actions tells how far it is. Runs that start later are left alone: drain the journey, or publish another version, when there should be none.',
    scope: 'design',
    service: 'routing',
    params: VersionPath,
    body: { [JSON_TYPE]: CancelInput },
    bodyOptional: true,
    answers: {
      202: {
        what: 'They are being ended.',
        content: {
          [JSON_TYPE]: z.object({
            action: z.string().describe('The id of the action.'),
            running: Count.describe('How many went on when it was asked for.'),
          }),
        },
      },
    },
    refusals: [400, 404, 415],
  }),
} as const;
