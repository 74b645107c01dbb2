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
    within: Duration.optional().describe('From the start of a run; without, as long as that run goes on'),
  })
  .describe('Counts over all versions, per recipient and value');

const Cron = z
  .string()
  .max(100)
  .superRefine((pattern, context) => {
    const wrong = readCron(pattern);
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
  });

/** Who starts together: chosen by a condition, at a time, or when an event comes that concerns many. */
export const Audience = z
  .strictObject({
    where: Cel.optional().describe(
      'CEL over recipient, lastEvent, lastSignal, now and event; everybody without',
    ),
    at: Instant.optional().describe('Once, at this instant'),
    every: Cron.optional().describe('Cron of five fields, again and again'),
    zone: TimeZone.optional().describe('The clocks by which `every` is read; UTC without'),
    pace: z.int().min(1).max(10_000).optional().describe('Most runs that start in a second; 100 without'),
  })
  .refine(({ at, every }) => at === undefined || every === undefined, {
    message: 'say `at` or `every`, not both',
    path: ['every'],
  })
  .refine(({ zone, every }) => zone === undefined || every !== undefined, {
    message: 'belongs to `every` only',
    path: ['zone'],
  });
export type Audience = z.infer<typeof Audience>;

const Start = z
  .strictObject({
    on: EventType.optional(),
    when: Cel.optional(),
    once: Once.optional(),
    audience: Audience.optional(),
  })
  .refine(({ on, audience }) => on !== undefined || audience !== undefined, 'say `on`, `audience`, or both')
  .refine(({ on, when }) => when === undefined || on !== undefined, {
    message: 'is about the event of `on`, which is missing',
    path: ['when'],
  })
  .refine(({ on, audience }) => on === undefined || (audience?.at ?? audience?.every) === undefined, {
    message: 'starts with the event of `on`: leave `at` and `every` out',
    path: ['audience'],
  });

/** A journey but for its steps, which are checked one by one so that each mistake has its path. */
export const JourneyHead = z.strictObject({
  journey: Name,
  purpose: Purpose.describe('Decides law, lane and caps'),
  topic: Name.optional().describe('What a recipient can refuse'),
  start: Start,
  exit: z
    .array(z.strictObject({ on: EventType, when: Cel.optional() }))
    .max(20)
    .optional()
    .describe('Events that end a run'),
  expires: Duration.optional().describe(
    'Bounds the run and each message in it; default P1D, for critical journeys PT15M',
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
}).meta({ title: 'Hermod journey' });
