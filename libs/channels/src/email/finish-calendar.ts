import { fromWallClock, isTimeZone } from '@hermod/calendar';
import type { EmailContent } from '../content/email-content.ts';
import { cameOutEmpty, unsendable } from '../rendering/problems.ts';
import type { RenderedCalendar } from '../rendering/rendered.ts';

type Calendar = NonNullable<EmailContent['calendar']>;

/** ISO 8601 to the minute or finer, with `Z` or an offset at its end or none. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;
const EXAMPLE = '2026-11-22T09:00:00+01:00';

/**
 * An invitation with its instants. Local times go by the clocks of `timeZone`; one that the clocks show twice is the earlier.
 * @throws HermodError TEMPLATE_RENDER_FAILED for a time without a zone, one that the clocks jump over, an end before the start
 */
export function finishCalendar(calendar: Partial<Calendar>): RenderedCalendar {
  const { title, start, end, timeZone, sequence = 0, ...rest } = calendar;
  if (title === undefined) throw cameOutEmpty('calendar.title');
  if (rest.cancelled === true && rest.uid === undefined) {
    throw unsendable(
      'calendar.uid',
      'a cancellation names no appointment',
      'write the uid of the invitation that it takes back',
    );
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw unsendable(
      'calendar.timeZone',
      'there is no such time zone',
      'write an IANA name such as Europe/Stockholm',
    );
  }
  const from = instantOf('calendar.start', start, timeZone);
  const to = instantOf('calendar.end', end, timeZone);
  if (to <= from)
    throw unsendable('calendar.end', 'it ends before it has started', 'write an end after the start');
  return {
    ...rest,
    title,
    sequence: sequenceOf(sequence),
    start: new Date(from).toISOString(),
    end: new Date(to).toISOString(),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** Milliseconds of the epoch. */
function instantOf(field: string, text: string | undefined, timeZone: string | undefined): number {
  if (text === undefined) throw cameOutEmpty(field);
  const [isDateTime, offset] = DATE_TIME.exec(text) ?? [];
  if (isDateTime === undefined) {
    throw unsendable(field, 'this is no date with a time in ISO 8601', `write one such as ${EXAMPLE}`);
  }
  const at = offset === undefined ? localInstant(field, text, timeZone) : Date.parse(text);
  if (Number.isNaN(at))
    throw unsendable(field, 'there is no such date or time', `write one such as ${EXAMPLE}`);
  return at;
}

function localInstant(field: string, text: string, timeZone: string | undefined): number {
  if (timeZone === undefined) {
    throw unsendable(
      field,
      'it is a local time, and no time zone says whose',
      `write timeZone beside it, such as Europe/Stockholm, or an offset at its end, as in ${EXAMPLE}`,
    );
  }
  const at = fromWallClock(text, timeZone);
  if (at !== undefined) return at;
  const fix = `write one such as ${EXAMPLE}`;
  throw unsendable(field, 'there is no such time in that time zone; clocks may jump over it', fix);
}

function sequenceOf(sequence: number | string): number {
  const number = Number(sequence);
  if (Number.isSafeInteger(number) && number >= 0 && number <= 0x7fff_ffff) return number;
  throw unsendable(
    'calendar.sequence',
    'it is no whole number from 0 on',
    'count the versions of the appointment',
  );
}
