import { isDeepStrictEqual } from 'node:util';
import type { LocalHours } from '@hermod/calendar';
import { type Choice, choicesOf, type PreferenceSheet } from './preference-sheet.ts';

/** What a person sends from the page: what it had shown, and what it says now. */
export interface SubmittedPreferences {
  /** The `stand` of the sheet that was shown. */
  readonly stand: string;
  /** Whether each box was ticked when the page was shown, by key. */
  readonly shown: ReadonlyMap<string, boolean>;
  /** Keys of the boxes that are ticked now. */
  readonly ticked: ReadonlySet<string>;
  readonly quietHours: {
    /** Without days: the page shows them only. */
    readonly shown: LocalHours | undefined;
    readonly wanted: LocalHours | undefined;
  };
}

/** What follows from it. */
export interface PreferenceChanges {
  readonly withdrawn: readonly Choice[];
  readonly given: readonly Choice[];
  /** Absent: they stay as they are. */
  readonly quietHours?: { readonly to: LocalHours | undefined };
  /** Something was not as the page had shown it, and the person should look again. */
  readonly isOutdated: boolean;
}

/**
 * What the person has changed against what the page had shown; what was left as it was changes nothing, so a page that was
 * opened yesterday doesn't undo what has happened since. An end always counts; a consent only where the page still says what
 * it said, and goes where it went.
 */
export function preferenceChanges(
  { stand, shown, ticked, quietHours }: SubmittedPreferences,
  sheet: PreferenceSheet,
): PreferenceChanges {
  const choices = choicesOf(sheet);
  const changed = choices.filter(({ key }) => shown.has(key) && shown.get(key) !== ticked.has(key));
  const withdrawn = changed.filter(({ key, state }) => !ticked.has(key) && state !== 'off');
  const asked = changed.filter(({ key, state }) => ticked.has(key) && state !== 'on');
  const isSame = stand === sheet.stand;
  const given = asked.filter(
    (choice) => isSame && choice.isOffered && !withdrawn.some((one) => reaches(one, choice)),
  );
  const hours = quietHoursChange(quietHours, sheet.quietHours);
  const known = new Set(choices.map(({ key }) => key));
  const isOutdated =
    given.length < asked.length ||
    hours === 'outdated' ||
    choices.some(
      ({ key, state }) =>
        shown.has(key) && !changed.some((one) => one.key === key) && shown.get(key) !== (state === 'on'),
    ) ||
    [...shown].some(([key, was]) => !known.has(key) && was !== ticked.has(key));
  return { withdrawn, given, isOutdated, ...(typeof hours === 'object' ? { quietHours: hours } : {}) };
}

/** Ending everything of a purpose on a channel ends its topics with it. */
function reaches(end: Choice, { channel, purpose }: Choice): boolean {
  return end.topic === undefined && end.channel === channel && end.purpose === purpose;
}

function quietHoursChange(
  { shown, wanted }: SubmittedPreferences['quietHours'],
  now: LocalHours | undefined,
): { to: LocalHours | undefined } | 'none' | 'outdated' {
  const current = timesOf(now);
  if (isDeepStrictEqual(timesOf(wanted), current)) return 'none';
  if (!isDeepStrictEqual(timesOf(shown), current)) return 'outdated';
  return {
    to:
      wanted === undefined
        ? undefined
        : { ...wanted, ...(now?.days === undefined ? {} : { days: now.days }) },
  };
}

function timesOf(hours: LocalHours | undefined): { from: string; to: string } | undefined {
  return hours === undefined ? undefined : { from: hours.from, to: hours.to };
}
