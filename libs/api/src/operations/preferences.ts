import { Hours } from '@hermod/consent-policy';
import { Instant } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { LANGUAGE_QUERY, PAGE, PAGE_OR_PROBLEM, TokenPath } from './pages.ts';
import { RecipientPath } from './recipient-path.ts';

/** Two times that are the same would be a whole day, or none: nobody can tell which was meant. */
const OwnQuietHours = Hours.refine(({ from, to }) => from !== to, {
  path: ['to'],
  message: 'use another time than `from`',
});

/** `PUT /v1/recipients/{id}/preferences`: what a recipient has chosen besides consent. */
export const PreferencesInput = z
  .strictObject({
    quietHours: OwnQuietHours.optional().describe(
      'When they want to be left alone, by the clocks of where they are; critical messages come all the same. None without.',
    ),
  })
  .meta({ id: 'PreferencesInput' });
export type PreferencesInput = z.infer<typeof PreferencesInput>;

export const PreferencesView = z
  .object({
    quietHours: Hours.optional(),
    changedAt: Instant.optional().describe('Absent before the first choice.'),
  })
  .meta({ id: 'Preferences' });
export type PreferencesView = z.infer<typeof PreferencesView>;

const LONGEST_LINK_DAYS = 365;
const USUAL_LINK_DAYS = 30;

/** `POST /v1/recipients/{id}/preference-link`. */
export const PreferenceLinkInput = z
  .strictObject({
    days: z.int().min(1).max(LONGEST_LINK_DAYS).default(USUAL_LINK_DAYS).describe('How long the link works.'),
  })
  .meta({ id: 'PreferenceLinkInput' });
export type PreferenceLinkInput = z.infer<typeof PreferenceLinkInput>;

export const PreferenceLinkView = z
  .object({
    url: z.url().describe('Whoever has it can give and withdraw for the recipient: hand it to nobody else.'),
    expiresAt: Instant,
  })
  .meta({ id: 'PreferenceLink' });
export type PreferenceLinkView = z.infer<typeof PreferenceLinkView>;

const FORM = { 'application/x-www-form-urlencoded': z.string() };
const ONE_CLICK = z.object({ 'List-Unsubscribe': z.literal('One-Click') });

/** What is told on a page as well: whoever follows a link reads no problem details. */
const TOLD_ON_A_PAGE = {
  400: { what: 'It can not be read; nothing has changed.', content: PAGE_OR_PROBLEM },
  404: { what: 'No such link was made here.', content: PAGE_OR_PROBLEM },
  410: {
    what: 'The link has expired, or nothing is kept about the person any more.',
    content: PAGE_OR_PROBLEM,
  },
  413: { what: 'The form is too large; nothing has changed.', content: PAGE_OR_PROBLEM },
  415: { what: 'It is no form; nothing has changed.', content: PAGE_OR_PROBLEM },
  503: { what: 'It can not be done just now.', content: PAGE_OR_PROBLEM },
} as const;
const { 400: _unread, 413: _large, 415: _noForm, ...TOLD_ON_GET } = TOLD_ON_A_PAGE;

const ABOUT_A_LINK = {
  tag: 'Preferences',
  scope: undefined,
  key: 'none',
  service: 'consent',
  params: TokenPath,
  // By the gateway, before there is a page.
  refusals: [400, 404, 410, 413, 415, 429],
} as const;

export const PREFERENCE_OPERATIONS = {
  putPreferences: operation({
    id: 'putPreferences',
    method: 'PUT',
    path: '/v1/recipients/{id}/preferences',
    tag: 'Preferences',
    summary: 'Replaces what a recipient has chosen besides consent',
    description: 'It stays when the recipient is replaced.',
    scope: 'operate',
    service: 'consent',
    params: RecipientPath,
    body: { 'application/json': PreferencesInput },
    answers: {
      200: {
        what: 'It holds for every decision from now on.',
        content: { 'application/json': PreferencesView },
      },
    },
    refusals: [400, 404, 410, 413, 415, 422],
  }),
  getPreferences: operation({
    id: 'getPreferences',
    method: 'GET',
    path: '/v1/recipients/{id}/preferences',
    tag: 'Preferences',
    summary: 'Shows what a recipient has chosen besides consent',
    scope: 'read',
    service: 'consent',
    params: RecipientPath,
    answers: { 200: { what: 'What they have chosen.', content: { 'application/json': PreferencesView } } },
    refusals: [400, 404, 410],
  }),
  createPreferenceLink: operation({
    id: 'createPreferenceLink',
    method: 'POST',
    path: '/v1/recipients/{id}/preference-link',
    tag: 'Preferences',
    summary: 'Makes a link to the preference page of a recipient',
    description: 'Templates have one as `links.preferences`.',
    scope: 'operate',
    service: 'consent',
    params: RecipientPath,
    body: { 'application/json': PreferenceLinkInput },
    bodyOptional: true,
    answers: { 200: { what: 'The link.', content: { 'application/json': PreferenceLinkView } } },
    refusals: [400, 404, 410, 413, 415, 422],
  }),
  showPreferencePage: operation({
    ...ABOUT_A_LINK,
    id: 'showPreferencePage',
    method: 'GET',
    path: '/preferences/{token}',
    summary: 'The preference page of a recipient',
    description: 'In English, Swedish, German or French; needs no script.',
    query: LANGUAGE_QUERY,
    answers: { 200: { what: 'The page.', content: PAGE }, ...TOLD_ON_GET },
  }),
  savePreferencePage: operation({
    ...ABOUT_A_LINK,
    id: 'savePreferencePage',
    method: 'POST',
    path: '/preferences/{token}',
    summary: 'Takes the form of the preference page',
    description:
      'What the person has changed against what the page had shown stands in the ledger, and nothing else.',
    query: LANGUAGE_QUERY,
    body: FORM,
    answers: {
      303: { what: 'It is saved; the page tells so.' },
      422: { what: 'The page with what has to be corrected.', content: PAGE },
      ...TOLD_ON_A_PAGE,
    },
  }),
  showUnsubscribePage: operation({
    ...ABOUT_A_LINK,
    id: 'showUnsubscribePage',
    method: 'GET',
    path: '/u/{token}',
    summary: 'Asks whether a topic shall end',
    description: 'Changes nothing: programs that look through mail follow links.',
    query: LANGUAGE_QUERY,
    answers: { 200: { what: 'A page with a button.', content: PAGE }, ...TOLD_ON_GET },
  }),
  unsubscribe: operation({
    ...ABOUT_A_LINK,
    id: 'unsubscribe',
    method: 'POST',
    path: '/u/{token}',
    summary: 'Ends what the link names, with one click',
    description: 'As `List-Unsubscribe-Post` of a mail asks for it (RFC 8058).',
    query: LANGUAGE_QUERY,
    body: { 'application/x-www-form-urlencoded': ONE_CLICK, 'multipart/form-data': ONE_CLICK },
    answers: { 200: { what: 'A page that says that it has ended.', content: PAGE }, ...TOLD_ON_A_PAGE },
  }),
} as const;
