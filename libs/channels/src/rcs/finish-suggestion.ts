import { HermodError } from '@hermod/contracts';
import type { RcsSuggestion } from '../content/rcs-content.ts';
import { readPhoneNumber } from '../people/phone-number.ts';
import { cameOutEmpty, unsendable } from '../rendering/problems.ts';
import { bytesOf, RCS_LIMITS } from './limits.ts';
import { refuseOverlong } from './refuse-overlong.ts';
import { refuseUnreachable } from './refuse-unreachable.ts';

/** A suggestion as it was rendered: what came out empty is gone. */
type Rendered = Partial<Omit<RcsSuggestion, 'calendar'>> & {
  readonly calendar?: Partial<NonNullable<RcsSuggestion['calendar']>> | undefined;
};

/**
 * A chip within RCS' limits, its number in E.164 and its instants in UTC.
 * @param field its path in the content, such as `suggestions.0`
 * @throws HermodError TEMPLATE_RENDER_FAILED
 */
export function finishSuggestion(field: string, rendered: Rendered): RcsSuggestion {
  const { text, dial, calendar, ...rest } = rendered;
  if (text === undefined) throw cameOutEmpty(`${field}.text`);
  refuseOverlong(`${field}.text`, text, RCS_LIMITS.labelChars);
  refuseLongPostback(`${field}.postback`, rest.postback);
  refuseUnreachable(`${field}.url`, rest.url);
  refuseOverlong(`${field}.location.label`, rest.location?.label, RCS_LIMITS.placeLabelChars);
  return {
    text,
    ...rest,
    ...(dial === undefined ? {} : { dial: numberOf(`${field}.dial`, dial) }),
    ...(calendar === undefined ? {} : { calendar: finishCalendar(`${field}.calendar`, calendar) }),
  };
}

function refuseLongPostback(field: string, postback: string | undefined): void {
  const bytes = postback === undefined ? 0 : bytesOf(postback);
  if (bytes <= RCS_LIMITS.postbackBytes) return;
  throw unsendable(
    field,
    `it has ${bytes} bytes; a postback has at most ${RCS_LIMITS.postbackBytes}`,
    'send an id, and look the rest up when it comes back',
  );
}

function numberOf(field: string, written: string): string {
  try {
    return readPhoneNumber(written).e164;
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    throw unsendable(field, error.message, 'write it in E.164, such as +46700000001');
  }
}

function finishCalendar(
  field: string,
  { title, start, end, description }: NonNullable<Rendered['calendar']>,
): NonNullable<RcsSuggestion['calendar']> {
  if (title === undefined) throw cameOutEmpty(`${field}.title`);
  refuseOverlong(`${field}.title`, title, RCS_LIMITS.calendarTitleChars);
  refuseOverlong(`${field}.description`, description, RCS_LIMITS.calendarDescriptionChars);
  const from = instantOf(`${field}.start`, start);
  const to = instantOf(`${field}.end`, end);
  if (to <= from) throw unsendable(`${field}.end`, 'it is not after the start', 'write a later instant');
  return { title, start: from, end: to, ...(description === undefined ? {} : { description }) };
}

/** ISO 8601 with its offset: without one, nobody knows which instant is meant. */
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i;

function instantOf(field: string, written: string | undefined): string {
  if (written === undefined) throw cameOutEmpty(field);
  const ms = WITH_OFFSET.test(written) ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw unsendable(
      field,
      'this is no instant with its offset',
      'write it such as 2026-11-24T10:00:00+01:00',
    );
  }
  return new Date(ms).toISOString();
}
