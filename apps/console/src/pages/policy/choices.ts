import { texts } from '../../texts.ts';

/** What can be chosen in a policy, with the words for it. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

export const CHANNELS = ['push', 'rcs', 'sms', 'mms', 'email'] as const;
/** The kinds of addresses, which is what the preference page tells apart. */
export const ADDRESS_CHANNELS = ['push', 'sms', 'email'] as const;
/** Critical messages are neither counted nor held. */
export const PURPOSES = ['marketing', 'transactional'] as const;
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const LANGUAGES = ['en', 'sv', 'de', 'fr'] as const;

/** A Monday. */
const MONDAY_MS = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;
const dayName = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });

export const CHANNEL_CHOICES: readonly Choice<(typeof CHANNELS)[number]>[] = CHANNELS.map((value) => ({
  value,
  label: texts.channels[value],
}));

export const ADDRESS_CHOICES: readonly Choice<(typeof ADDRESS_CHANNELS)[number]>[] = ADDRESS_CHANNELS.map(
  (value) => ({ value, label: texts.channels[value] }),
);

export const PURPOSE_CHOICES: readonly Choice<(typeof PURPOSES)[number]>[] = PURPOSES.map((value) => ({
  value,
  label: texts.consent.purposes[value],
}));

export const DAY_CHOICES: readonly Choice<(typeof WEEKDAYS)[number]>[] = WEEKDAYS.map((value, n) => ({
  value,
  label: dayName.format(MONDAY_MS + n * DAY_MS),
}));
