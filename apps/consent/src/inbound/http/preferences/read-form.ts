import { PageLanguage } from '@hermod/api';
import { isTimeOfDay, type LocalHours } from '@hermod/calendar';
import { HermodError } from '@hermod/contracts';
import { z } from 'zod';
import type { SubmittedPreferences } from '../../../application/preferences/preference-changes.ts';

/** What was sent with a form, as it came. */
export interface SentForm {
  readonly contentType: string | undefined;
  readonly body: Buffer | undefined;
}

/** The buttons of the page. */
export type Act = 'save' | 'end-marketing' | 'end-all';

/** What can be wrong with what a person has typed. */
export type FormMistake = 'quietHoursHalf' | 'quietHoursSame' | 'quietHoursNoTime';

/** What a person typed for their quiet hours. */
export interface TypedTimes {
  readonly from: string;
  readonly to: string;
}

/** The form of the preference page. */
export interface PreferenceForm {
  readonly act: Act;
  /** Of the page that was shown: its words are what was agreed to. */
  readonly language: PageLanguage;
  readonly submitted: SubmittedPreferences;
  readonly typed: TypedTimes;
  readonly mistake: FormMistake | undefined;
}

/** Larger than any page makes; a gateway lets more through. */
const MOST_BYTES = 64 * 1024;
const MOST_FIELDS = 2_000;

const Key = z.string().regex(/^(push|sms|email):(critical|transactional|marketing):[a-z0-9._-]{0,100}$/i);
const Shown = z.string().transform((text, context) => {
  const match = /^(.*)=(on|off)$/.exec(text);
  const key = Key.safeParse(match?.[1]);
  if (key.success) return [key.data, match![2] === 'on'] as const;
  context.addIssue({ code: 'custom', message: 'this is no box of the page' });
  return z.NEVER;
});
const one = <T extends z.ZodType>(schema: T) => z.tuple([schema]).transform(([value]) => value);
const Time = z.string().max(20);
const ShownTimes = z.string().regex(/^(|\d\d:\d\d-\d\d:\d\d)$/);

const Form = z.strictObject({
  act: one(z.enum(['save', 'end-marketing', 'end-all'])),
  lang: one(PageLanguage),
  stand: one(z.string().max(64)).default(''),
  shown: z.array(Shown).default([]),
  tick: z.array(Key).default([]),
  'quiet-shown': one(ShownTimes).default(''),
  'quiet-from': one(Time).default(''),
  'quiet-to': one(Time).default(''),
});

/**
 * Reads the form of the preference page. A field that it doesn't have is refused: whoever sends one means another page.
 * @throws HermodError PREFERENCE_FORM_INVALID, …_TOO_LARGE or …_UNSUPPORTED_MEDIA_TYPE
 */
export function readPreferenceForm(sent: SentForm): PreferenceForm {
  const read = Form.safeParse(fieldsOf(sent));
  if (!read.success) throw invalid();
  const form = read.data;
  const typed = { from: form['quiet-from'].trim(), to: form['quiet-to'].trim() };
  const shown = shownHours(form['quiet-shown']);
  const wanted = form.act === 'save' ? wantedHours(typed, shown) : shown;
  return {
    act: form.act,
    language: form.lang,
    submitted: {
      stand: form.stand,
      shown: new Map(form.shown),
      ticked: new Set(form.tick),
      quietHours: { shown, wanted: typeof wanted === 'string' ? shown : wanted },
    },
    typed,
    mistake: typeof wanted === 'string' ? wanted : undefined,
  };
}

/** A time as the field of a browser takes it, which knows no 24:00. */
export function asTyped(time: string): string {
  return time === '24:00' ? '00:00' : time;
}

function shownHours(text: string): LocalHours | undefined {
  const [from, to] = text.split('-');
  return from === undefined || to === undefined ? undefined : { from, to };
}

function wantedHours(
  { from, to }: TypedTimes,
  shown: LocalHours | undefined,
): LocalHours | undefined | FormMistake {
  if (from === '' && to === '') return undefined;
  // What was left as it stood there is no mistake: upstream may set a whole day.
  if (shown !== undefined && from === asTyped(shown.from) && to === asTyped(shown.to)) return shown;
  if (from === '' || to === '') return 'quietHoursHalf';
  if (!isTimeOfDay(from) || !isTimeOfDay(to)) return 'quietHoursNoTime';
  return from === to ? 'quietHoursSame' : { from, to };
}

const UnsubscribeForm = z.strictObject({
  'List-Unsubscribe': one(z.literal('One-Click')),
  lang: one(PageLanguage).optional(),
});

/**
 * Reads what the button of the page sends, and what a program for mail sends by itself (RFC 8058, 3.1), in either form.
 * @returns the language of the page; undefined when there was no page.
 * @throws HermodError PREFERENCE_FORM_INVALID, …_TOO_LARGE or …_UNSUPPORTED_MEDIA_TYPE
 */
export async function readUnsubscribeForm(sent: SentForm): Promise<PageLanguage | undefined> {
  const isMultipart = mediaType(sent) === 'multipart/form-data';
  const read = UnsubscribeForm.safeParse(isMultipart ? await partsOf(sent) : fieldsOf(sent));
  if (!read.success) throw invalid();
  return read.data.lang;
}

function fieldsOf(sent: SentForm): Record<string, string[]> {
  if (mediaType(sent) !== 'application/x-www-form-urlencoded') throw unsupported();
  return grouped([...new URLSearchParams(bodyOf(sent).toString('utf8'))]);
}

async function partsOf(sent: SentForm): Promise<Record<string, string[]>> {
  const headers = { 'content-type': sent.contentType ?? '' };
  try {
    const form = await new Response(new Uint8Array(bodyOf(sent)), { headers }).formData();
    return grouped([...form].map(([name, value]) => [name, typeof value === 'string' ? value : '']));
  } catch (cause) {
    if (cause instanceof HermodError) throw cause;
    throw invalid();
  }
}

function grouped(fields: readonly (readonly [name: string, value: string])[]): Record<string, string[]> {
  if (fields.length > MOST_FIELDS) throw tooLarge();
  const groups = Map.groupBy(fields, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, all]) => [name, all.map(([, value]) => value)]));
}

function bodyOf({ body }: SentForm): Buffer {
  if (body === undefined) throw invalid();
  if (body.length > MOST_BYTES) throw tooLarge();
  return body;
}

function mediaType({ contentType }: SentForm): string {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function invalid(): HermodError {
  return new HermodError('PREFERENCE_FORM_INVALID', 'this is not what the page sends', {
    field: 'body',
    fix: 'open the link again and use its buttons',
  });
}

function tooLarge(): HermodError {
  return new HermodError(
    'PREFERENCE_FORM_TOO_LARGE',
    `a form has at most ${MOST_BYTES} bytes and ${MOST_FIELDS} fields`,
    {
      field: 'body',
      fix: 'open the link again and use its buttons',
    },
  );
}

function unsupported(): HermodError {
  return new HermodError('PREFERENCE_FORM_UNSUPPORTED_MEDIA_TYPE', 'this is no form', {
    field: 'content-type',
    fix: 'send application/x-www-form-urlencoded',
  });
}
