/** What a version of a rule pack says, in words. */
import type { RulePackVersion } from '@hermod/consent-policy';

const TELEPHONE = 'sms mms rcs';
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_NAMES: Readonly<Record<string, string>> = {
  mon: 'Mondays',
  tue: 'Tuesdays',
  wed: 'Wednesdays',
  thu: 'Thursdays',
  fri: 'Fridays',
  sat: 'Saturdays',
  sun: 'Sundays',
};
const BASIS_NAMES: Readonly<Record<string, string>> = {
  express: 'An express consent',
  'existing-customer': 'Being a customer',
  inquiry: 'An inquiry',
  membership: 'A membership',
};

type Window = RulePackVersion['windows'][number];
type Hours = Window['hours'][number];
interface Subject {
  readonly purposes: readonly string[];
  readonly channels: readonly string[];
}

/** A sentence for each window, cap, accepted basis and decay; without a full stop. */
export function rulesInWords({ windows, caps, accepts, decay }: RulePackVersion): string[] {
  return [
    ...windows.map((window) => `${windowInWords(window)}${aboutInWords(window)}`),
    ...caps.map((cap) => {
      const what = cap.per === 'topic' ? 'about one topic' : 'to one recipient';
      return `At most ${cap.most} ${what} within ${periodInWords(cap.within)}, in a rolling window${aboutInWords(cap)}`;
    }),
    ...accepts.map((one) => {
      const long = one.validFor === undefined ? '' : ` for ${periodInWords(one.validFor)}`;
      return `${BASIS_NAMES[one.basis]!} stands for a consent${long}${aboutInWords(one)}`;
    }),
    ...decay.map(
      (one) =>
        `A consent that is not used for ${periodInWords(one.after)} is none any more${aboutInWords(one)}`,
    ),
  ];
}

/** What the end of one topic means. */
export function withdrawalInWords({ withdrawalCovers }: RulePackVersion): string {
  return withdrawalCovers === 'every-topic'
    ? 'Whoever stops one topic by telephone has stopped all but critical messages'
    : 'A withdrawal ends what it names; STOP ends everything';
}

function windowInWords({ hours, closedOnHolidays: closed }: Window): string {
  const open = hours.map(hoursInWords).join(', ');
  if (closed === undefined) return open;
  const regions = closed.regions === undefined ? '' : ` and in its parts ${closed.regions.join(', ')}`;
  return `${open}; not on public holidays in ${closed.country}${regions}`;
}

function hoursInWords({ from, to, days = WEEK as Hours['days'] }: Hours): string {
  return `${from} to ${to} ${daysInWords(days!)}`;
}

/** Days as ranges of the week: `Mondays to Saturdays`. */
function daysInWords(days: readonly string[]): string {
  if (days.length === WEEK.length) return 'every day';
  const isRange = days.every((day, n) => WEEK.indexOf(day) === WEEK.indexOf(days[0]!) + n);
  if (isRange && days.length > 2) return `${DAY_NAMES[days[0]!]!} to ${DAY_NAMES[days.at(-1)!]!}`;
  return days.map((day) => DAY_NAMES[day]!).join(' and ');
}

/** Empty for marketing by telephone, which is what most rules are about. */
function aboutInWords({ purposes, channels }: Subject): string {
  const by = channels.join(' ') === TELEPHONE ? '' : ` by ${channels.join(', ')}`;
  const purpose = purposes.join(' ') === 'marketing' ? '' : ` (${purposes.join(', ')})`;
  return `${by}${purpose}`;
}

const UNITS: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day', H: 'hour' };

/** `P18M` as 18 months, `PT24H` as 24 hours; what is written otherwise stays as it is. */
function periodInWords(period: string): string {
  const match = /^PT?(\d+)([YMWDH])$/.exec(period);
  if (match === null) return period;
  const unit = UNITS[match[2]!]!;
  return `${match[1]!} ${match[1] === '1' ? unit : `${unit}s`}`;
}
