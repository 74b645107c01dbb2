import { durationMs, isPeriod, isTimeOfDay, WEEKDAYS } from '@hermod/calendar';
import { Channel, Name, Purpose } from '@hermod/contracts';
import { z } from 'zod';
import { Basis } from '../basis.ts';

const Country = z.string().regex(/^[A-Z]{2}$/, 'use an ISO 3166-1 code of two capitals, such as SE');
const Region = z.string().regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'use an ISO 3166-2 code, such as US-FL');
const NumberPrefix = z
  .string()
  .regex(/^\+[1-9]\d{0,10}$/, 'use the beginning of a number in E.164, such as +1305');
const TimeOfDay = z.string().refine(isTimeOfDay, 'use a time of the day as HH:MM, 24:00 at most');
const Duration = z
  .string()
  .refine(
    (text) => (durationMs(text) ?? 0) > 0,
    'use an ISO 8601 duration longer than nothing, such as PT24H',
  );
const MOST_DAYS_COUNTED = 31;
const Window = Duration.refine(
  (text) => (durationMs(text) ?? 0) <= MOST_DAYS_COUNTED * 86_400_000,
  `use ${MOST_DAYS_COUNTED} days at most: what is older is not counted any more`,
);
const Period = z.string().refine(isPeriod, 'use a period in ISO 8601, such as P2Y, P6M or P90D');

/** Hours on some days of the week, by the clocks of the place. */
export const Hours = z.strictObject({
  from: TimeOfDay,
  to: TimeOfDay.describe('Before `from`, they go on past midnight.'),
  days: z.array(z.enum(WEEKDAYS)).min(1).optional().describe('Days on which they begin; every day without.'),
});

/** Where a rule comes from. */
const Source = z.strictObject({
  title: z.string().min(1).describe('The law, or who tells of it.'),
  url: z.url().optional().describe('Where it can be read.'),
  read: z.iso.date().describe('When it was read.'),
});

const TELEPHONE = ['sms', 'mms', 'rcs'] as const;
const about = {
  purposes: z.array(Purpose).min(1).default(['marketing']).describe('What it is about.'),
  channels: z
    .array(Channel)
    .min(1)
    .default([...TELEPHONE])
    .describe('What it is about.'),
};

/** When messages may be sent. */
const LegalWindow = z.strictObject({
  ...about,
  hours: z.array(Hours).min(1).describe('Open while one of them is.'),
  closedOnHolidays: z
    .strictObject({
      country: Country.describe('Whose holidays.'),
      regions: z
        .array(z.string().min(1))
        .optional()
        .describe('Parts of the country with holidays of their own, as `date-holidays` names them.'),
    })
    .optional()
    .describe('Closed on public holidays of the country, or of any of its parts that are named.'),
});

/** How many at most. */
const LegalCap = z.strictObject({
  ...about,
  per: z.enum(['recipient', 'topic']).default('recipient').describe('What is counted together.'),
  most: z.int().min(1).max(1_000).describe('That many within the window; one more waits.'),
  within: Window.describe('A rolling window, 31 days at most.'),
});

/** What stands for an express consent, and for how long. */
const AcceptedBasis = z.strictObject({
  ...about,
  basis: Basis.describe('What the consent rests on, as the ledger names it.'),
  validFor: Period.optional().describe('From when it was given; without an end where it is left out.'),
});

/** What the law of a place says from a day on. */
export const RulePackVersion = z.strictObject({
  from: z.iso.date().describe('In force from the beginning of that day, UTC.'),
  sources: z.array(Source).min(1).describe('Where the rules come from.'),
  notes: z.string().optional().describe('Where sources disagree, and what was chosen.'),
  windows: z
    .array(LegalWindow)
    .default([])
    .describe('When messages may be sent; all of them have to be open.'),
  caps: z.array(LegalCap).default([]).describe('How many at most.'),
  accepts: z.array(AcceptedBasis).default([]).describe('What stands for an express consent.'),
  decay: z
    .array(z.strictObject({ ...about, after: Period.describe('Counts from the last message by it.') }))
    .default([])
    .describe('A consent that is not used for that long is none any more.'),
  withdrawalCovers: z
    .enum(['what-it-names', 'every-topic'])
    .default('what-it-names')
    .describe('`every-topic`: whoever stops one topic by telephone has stopped all but critical messages.'),
});
export type RulePackVersion = z.infer<typeof RulePackVersion>;

/**
 * The law of a place as dated data. Of its versions the newest that has come into force holds. All packs that apply to a
 * recipient hold together: a message passes when each lets it through.
 */
export const RulePack = z
  .strictObject({
    pack: Name.describe('Names it in decisions.'),
    title: z.string().min(1).describe('Its name for people.'),
    countries: z.array(Country).min(1).describe('Where it holds; ISO 3166-1.'),
    regions: z.array(Region).min(1).optional().describe('Holds in these parts of the country only.'),
    numbers: z
      .array(NumberPrefix)
      .optional()
      .describe('Whoever has a number that begins so is taken to live in one of the regions.'),
    versions: z.array(RulePackVersion).min(1).describe('In the order of their dates.'),
  })
  .refine(
    ({ regions = [], countries }) => regions.every((region) => countries.includes(region.slice(0, 2))),
    {
      path: ['regions'],
      message: 'a region begins with a country of the pack, as US-FL does with US',
    },
  )
  .refine(({ regions, numbers }) => regions !== undefined || numbers === undefined, {
    path: ['regions'],
    message: 'say which regions these numbers are taken to be of',
  })
  .refine(({ versions }) => versions.every(({ from }, n) => n === 0 || versions[n - 1]!.from < from), {
    path: ['versions'],
    message: 'put the versions in the order of their dates, each date once',
  });
export type RulePack = z.infer<typeof RulePack>;
/** The same as it is written, before defaults. */
export type RulePackInput = z.input<typeof RulePack>;
