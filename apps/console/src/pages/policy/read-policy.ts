import type { Policy } from '../../api/types.ts';
import { namesOf, textOf, tickedOf, withoutGaps } from '../../shared/form-values.ts';
import { ADDRESS_CHANNELS, CHANNELS, LANGUAGES, PURPOSES, WEEKDAYS } from './choices.ts';

/** The keys of the rows that stand in the form, in their order. */
export interface PolicyRows {
  readonly topics: readonly string[];
  readonly caps: readonly string[];
  readonly quietHours: readonly string[];
}

export type Topic = Policy['policy']['topics'][number];
export type Cap = Policy['policy']['caps'][number];
export type QuietHours = Policy['policy']['quietHours'][number];

/**
 * What `PUT /v1/policy` takes, from what stands in the form. Nothing is judged here: what is missing or wrong is sent as it
 * is, and the API says at which field.
 */
export function readPolicy(form: FormData, rows: PolicyRows): object {
  const name = textOf(form, 'organisation.name');
  const contact = textOf(form, 'organisation.contact');
  return withoutGaps({
    organisation:
      name === undefined && contact === undefined ? undefined : { name: name ?? '', contact: contact ?? '' },
    topics: rows.topics.map((key) => topicIn(form, key)),
    caps: rows.caps.map((key) => capIn(form, key)),
    quietHours: rows.quietHours.map((key) => quietHoursIn(form, key)),
  });
}

function topicIn(form: FormData, key: string): object {
  const description = translationsIn(form, `${key}.description`);
  return withoutGaps({
    topic: textOf(form, `${key}.topic`) ?? '',
    title: { en: '', ...translationsIn(form, `${key}.title`) },
    description: Object.keys(description).length === 0 ? undefined : { en: '', ...description },
    channels: tickedOf(form, `${key}.channels`, ADDRESS_CHANNELS),
    purpose: textOf(form, `${key}.purpose`),
  });
}

function translationsIn(form: FormData, name: string): Record<string, string> {
  return Object.fromEntries(
    LANGUAGES.flatMap((language) => {
      const text = textOf(form, `${name}.${language}`);
      return text === undefined ? [] : [[language, text]];
    }),
  );
}

function capIn(form: FormData, key: string): object {
  return withoutGaps({
    name: textOf(form, `${key}.name`) ?? '',
    most: numberIn(form, `${key}.most`),
    withinHours: numberIn(form, `${key}.withinHours`),
    per: textOf(form, `${key}.per`),
    channels: tickedOf(form, `${key}.channels`, CHANNELS),
    purposes: tickedOf(form, `${key}.purposes`, PURPOSES),
    topics: namesOf(form, `${key}.topics`),
  });
}

function quietHoursIn(form: FormData, key: string): object {
  return withoutGaps({
    purposes: tickedOf(form, `${key}.purposes`, PURPOSES),
    channels: tickedOf(form, `${key}.channels`, CHANNELS),
    hours: withoutGaps({
      from: textOf(form, `${key}.from`) ?? '',
      to: textOf(form, `${key}.to`) ?? '',
      days: tickedOf(form, `${key}.days`, WEEKDAYS),
    }),
  });
}

/** Undefined when it is no number: the API then says that one is missing. */
function numberIn(form: FormData, name: string): number | undefined {
  const text = textOf(form, name);
  return text === undefined || Number.isNaN(Number(text)) ? undefined : Number(text);
}
