import { durationMs, isTimeZone, timeOfDayMs, WEEKDAYS } from '@hermod/calendar';
import { CHANNELS, type Channel, Name } from '@hermod/contracts';
import { z } from 'zod';

/** A length of time, ISO 8601. */
export const Duration = z
  .string()
  .refine(
    (text) => durationMs(text) !== undefined,
    'an ISO 8601 duration such as PT15M or P2D, at most 366 days',
  )
  .meta({
    id: 'Duration',
    title: 'duration',
    description:
      'A length of time, ISO 8601, such as `PT15M` or `P2D`: weeks, days, hours, minutes and seconds; at most 366 days',
    examples: ['PT15M', 'P2D'],
  });

/** An expression of the Common Expression Language. */
export const Cel = z.string().min(1).max(2_000).meta({
  id: 'Cel',
  title: 'CEL',
  description:
    'An expression of the Common Expression Language over `event`, `start`, `recipient`, `vars` and `now`',
});

export const EventType = z
  .string()
  .min(1)
  .max(255)
  .meta({ id: 'EventType', title: 'event type', description: 'The CloudEvents type of a domain event' });

/** A variable of a run: what CEL calls an identifier. */
export const VariableName = z
  .string()
  .regex(/^[A-Za-z_]\w{0,39}$/, 'letters, digits and underscores, at most 40, a letter first')
  .meta({ id: 'VariableName', title: 'variable name', description: 'What CEL calls an identifier' });

/** A named set of values, each computed when the step is reached. */
export const Values = z
  .record(VariableName, Cel)
  .refine((values) => Object.keys(values).length >= 1, 'name at least one value')
  .refine((values) => Object.keys(values).length <= 50, 'at most 50 values')
  .meta({ minProperties: 1, maxProperties: 50 });

export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'a name of the IANA time zone database, such as Europe/Stockholm')
  .meta({
    id: 'TimeZone',
    title: 'time zone',
    description: 'A name of the IANA time zone database',
    examples: ['Europe/Stockholm', 'UTC'],
  });

const TimeOfDay = z
  .string()
  .refine((text) => timeOfDayMs(text) !== undefined, 'a time of the day such as 09:00')
  .meta({ id: 'TimeOfDay', title: 'time of day', description: '`HH:MM`, from `00:00` to `24:00`' });

/** Hours on the recipient's own clocks. */
export const LocalWindow = z
  .strictObject({
    from: TimeOfDay.describe('`HH:MM`, the first minute of the hours'),
    to: TimeOfDay.describe(
      '`HH:MM`, the first minute after them; `24:00` is midnight; before `from`: on the next day',
    ),
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .max(7)
      .optional()
      .describe('The days on which the hours begin; every day without'),
    zone: TimeZone.optional().meta({
      description: 'The clocks that count where the time zone of the recipient is unknown',
      default: 'UTC',
    }),
  })
  .refine(({ from, to }) => from !== to, { message: 'ends when it begins', path: ['to'] })
  .meta({
    id: 'LocalHours',
    title: 'local hours',
    description: 'Hours of the day on the clocks of the recipient',
  });
export type LocalWindow = z.infer<typeof LocalWindow>;

/** Where a step goes on: one step whatever happens, or a step for each outcome; without, the next one in the list. */
export const Then = z.union([Name, z.record(z.string(), Name)]).meta({
  description: 'The step that comes next, or one for each outcome; the next one in the list without',
});

/** The channel stands as a key whose value is the template: `{ push: shipped-push, … }`. */
export const perChannel = Object.fromEntries(
  CHANNELS.map((channel) => [channel, Name.optional().describe(`The template of the ${channel} message`)]),
) as Record<Channel, z.ZodOptional<typeof Name>>;

export const oneChannel = (rung: object): boolean =>
  CHANNELS.filter((channel) => channel in rung).length === 1;
export const ONE_CHANNEL = `exactly one channel with its template: ${CHANNELS.join(', ')}`;
