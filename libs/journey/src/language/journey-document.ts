import { readCron } from '@hermod/calendar';
import { Instant, Name, Purpose } from '@hermod/contracts';
import { z } from 'zod';
import { Cel, Duration, EventType, TimeZone } from './fields.ts';
import { type Step, STEP_KINDS } from './steps.ts';

/** Most steps of a journey. */
export const MAX_STEPS = 1_000;

const Once = z
  .strictObject({
    per: Cel.describe('The value that may start one run only'),
    within: Duration.optional().describe(
      'How long that holds, from the start of the run; as long as the run goes on without',
    ),
  })
  .meta({
    id: 'Once',
    title: 'once',
    description: 'One run for each recipient and value, whatever the version of the journey',
  });

const Cron = z
  .string()
  .max(100)
  .superRefine((pattern, context) => {
    const wrong = readCron(pattern);
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
  })
  .meta({
    id: 'Cron',
    title: 'cron',
    description: 'Cron of five fields: minute, hour, day of the month, month, day of the week',
    examples: ['0 9 * * mon'],
  });

/** Who starts together: chosen by a condition, at a time, or when an event comes that concerns many. */
export const Audience = z
  .strictObject({
    where: Cel.optional().describe(
      'Who is meant: CEL over `recipient`, `lastEvent`, `lastSignal`, `event` and `now`; everybody without',
    ),
    at: Instant.optional().describe('Starts once, at this instant'),
    every: Cron.optional().describe('Starts again and again, whenever the pattern comes'),
    zone: TimeZone.optional().meta({
      description: 'The time zone by which `every` is read',
      default: 'UTC',
    }),
    pace: z.int().min(1).max(10_000).optional().meta({
      description: 'How many runs start in a second at most',
      default: 100,
    }),
  })
  .refine(({ at, every }) => at === undefined || every === undefined, {
    message: 'say `at` or `every`, not both',
    path: ['every'],
  })
  .refine(({ zone, every }) => zone === undefined || every !== undefined, {
    message: 'belongs to `every` only',
    path: ['zone'],
  })
  .meta({
    id: 'Audience',
    title: 'audience',
    description: 'Recipients that start together: chosen by a condition, at a time or when an event comes',
  });
export type Audience = z.infer<typeof Audience>;

const Start = z
  .strictObject({
    on: EventType.optional().describe('The CloudEvents type of the event that starts runs'),
    when: Cel.optional().describe('What the event has to fulfil'),
    once: Once.optional().describe('What may start one run only'),
    audience: Audience.optional().describe(
      'Who starts, instead of the recipient of an event; with `on`, everybody whom that event concerns',
    ),
  })
  .refine(({ on, audience }) => on !== undefined || audience !== undefined, 'say `on`, `audience`, or both')
  .refine(({ on, when }) => when === undefined || on !== undefined, {
    message: 'is about the event of `on`, which is missing',
    path: ['when'],
  })
  .refine(({ on, audience }) => on === undefined || (audience?.at ?? audience?.every) === undefined, {
    message: 'starts with the event of `on`: leave `at` and `every` out',
    path: ['audience'],
  })
  .meta({ id: 'Start', title: 'start', description: 'What starts a run: an event, an audience, or both' });

const Exit = z
  .strictObject({
    on: EventType.describe('The type of the event that ends the run'),
    when: Cel.optional().describe('What the event has to fulfil; `event` is the one being judged'),
  })
  .meta({
    id: 'Exit',
    title: 'exit',
    description: 'An event of the same recipient that ends the run as `cancelled`',
  });

/** A journey but for its steps, which are checked one by one so that each mistake has its path. */
export const JourneyHead = z.strictObject({
  journey: Name.describe('The id of the journey, as in `/v1/journeys/{id}`'),
  purpose: Purpose.describe('Why its messages are sent: decides law, lane and caps'),
  topic: Name.optional().describe('What a recipient can refuse, such as `order-updates`'),
  start: Start.describe('What starts a run'),
  exit: z.array(Exit).max(20).optional().describe('Events that end a run'),
  expires: Duration.optional().describe(
    'Bounds the run and each message in it; `P1D` without, `PT15M` for critical journeys',
  ),
  steps: z.array(z.unknown()).min(1).max(MAX_STEPS),
});

/** A journey as its author wrote it. Section 4 of the design; JSON and YAML alike. */
export type JourneyDocument = Omit<z.infer<typeof JourneyHead>, 'steps'> & {
  readonly steps: readonly Step[];
};

/** The whole document as one schema: what editors complete, and what the reference tells. */
export const JourneySchema = JourneyHead.extend({
  steps: z
    .array(z.union(Object.values(STEP_KINDS)))
    .min(1)
    .max(MAX_STEPS)
    .describe('The first one starts; `then` defaults to the next one in the list'),
}).meta({
  title: 'Hermod journey',
  description: 'What should be said to whom, when, on which channel, and when to stop',
});
