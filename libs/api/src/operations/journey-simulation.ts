import { Channel, Instant, JsonObject, Name } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { VersionNumber } from '../version-number.ts';

const JourneyPath = z.object({ id: Name });

/** Which source of a journey is played: a version, or the draft. */
export const SimulationQuery = z.object({
  version: VersionNumber.optional().describe('Of the draft when absent.'),
});
export type SimulationQuery = z.infer<typeof SimulationQuery>;

/** A scenario as far as readers of lists need it; it has a schema and a check of its own. */
export const ScenarioInput = z
  .looseObject({
    scenario: z.string().describe('What it shows, as a sentence.'),
    begins: z.string().describe('On the clocks of the recipient, or an instant.'),
    until: z.string().optional().describe('When it is over; when nothing is left to happen without.'),
    given: z.looseObject({ recipient: z.looseObject({}) }).describe('Recipient, consents, providers.'),
    happens: z.array(z.looseObject({ at: z.string() })).optional(),
    expect: z.array(z.looseObject({})).optional().describe('With it, the answer tells whether it passed.'),
  })
  .meta({ id: 'Scenario', description: 'What is given, what happens when, and what is expected of it.' });
export type ScenarioInput = z.infer<typeof ScenarioInput>;

const LocalTime = z.string().describe('The same on the clocks of the recipient.');

const HappenedView = z.object({
  at: Instant,
  local: LocalTime,
  kind: z.enum(['message', 'ended', 'published', 'running']),
  journey: Name,
  step: Name.optional(),
  channel: Channel.optional(),
  template: Name.optional(),
  as: z
    .enum(['sent', 'refused', 'deferred', 'failed', 'expired', 'unknown', 'withdrawn'])
    .optional()
    .describe('What became of a message.'),
  rule: z.string().optional().describe('Why.'),
  text: z.string().optional().describe('What the person reads; of a push title, line end, body.'),
  outcome: z.string().optional(),
  type: z.string().optional().describe('Of a published event.'),
  data: JsonObject.optional(),
  variables: JsonObject.optional(),
});

const JudgedView = z.object({
  verdict: z.enum(['same', 'differs', 'missing', 'unexpected']),
  expected: z.string().optional(),
  happened: z.string().optional(),
  differences: z.array(
    z.object({ field: z.string(), expected: z.unknown().optional(), happened: z.unknown().optional() }),
  ),
});

export const SimulationView = z
  .object({
    journey: Name,
    version: z.int().min(1).nullable().describe('Null: the draft.'),
    begins: Instant,
    ends: Instant,
    timeZone: z.string(),
    happened: z.array(HappenedView).describe('Messages, ends and published events, in their order.'),
    story: z.array(
      z.object({
        at: Instant,
        local: LocalTime,
        what: z.string(),
        journey: Name.optional(),
        step: Name.optional(),
        message: z.string().optional(),
        why: z.object({ rule: z.string(), values: JsonObject }).optional(),
      }),
    ),
    mistakes: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .describe('What the scenario asked for and could not be done.'),
    stopped: z.string().optional().describe('Why it was stopped before its end.'),
    passed: z.boolean().optional().describe('Whether it went as expected; absent without `expect`.'),
    rows: z.array(JudgedView).optional().describe('What was expected beside what happened.'),
  })
  .meta({ id: 'Simulation' });
export type SimulationView = z.infer<typeof SimulationView>;

export const JOURNEY_SIMULATION_OPERATIONS = {
  simulateJourney: operation({
    id: 'simulateJourney',
    method: 'POST',
    path: '/v1/journeys/{id}/simulate',
    tag: 'Journeys',
    summary: 'Plays a scenario on a virtual clock; nothing is sent',
    description: [
      'The draft, or a version, is played with the engine and the consent policy that the services use, for the recipient',
      'whom the scenario describes; nobody who is stored is looked at. Bounded to 366 days, 200 happenings, 200 messages and',
      '2,000 steps of the engine. Templates are rendered as they are now.',
    ].join('\n'),
    scope: 'design',
    service: 'routing',
    params: JourneyPath,
    query: SimulationQuery,
    body: { 'application/json': ScenarioInput },
    answers: { 200: { what: 'What happened.', content: { 'application/json': SimulationView } } },
    refusals: [400, 404, 413, 415, 422],
  }),
} as const;
