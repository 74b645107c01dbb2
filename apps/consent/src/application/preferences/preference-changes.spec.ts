import { describe, expect, it } from 'vitest';
import { preferenceChanges, type SubmittedPreferences } from './preference-changes.ts';
import type { Choice, PreferenceSheet } from './preference-sheet.ts';

const choice = (key: string, state: Choice['state'], isOffered = true): Choice => {
  const [channel, purpose, topic] = key.split(':') as ['sms', 'marketing', string];
  return { key, channel, purpose, topic: topic === '' ? undefined : topic, state, isOffered };
};
const sheet = (choices: Choice[], more: Partial<PreferenceSheet> = {}): PreferenceSheet => ({
  locale: undefined,
  organisation: undefined,
  reaches: [],
  topics: [{ topic: 'offers', purpose: 'marketing', title: undefined, description: undefined, choices }],
  quietHours: undefined,
  policyVersion: 1,
  stand: 'now',
  ...more,
});
const form = (
  shown: Record<string, boolean>,
  ticked: string[],
  more: Partial<SubmittedPreferences> = {},
): SubmittedPreferences => ({
  stand: 'now',
  shown: new Map(Object.entries(shown)),
  ticked: new Set(ticked),
  quietHours: { shown: undefined, wanted: undefined },
  ...more,
});
const keysOf = (choices: readonly Choice[]): string[] => choices.map(({ key }) => key);
const NIGHT = { from: '22:00', to: '07:00' };
const LATE = { from: '23:00', to: '08:00' };
const A = 'sms:marketing:offers';
const B = 'email:marketing:offers';

describe('what a person changes on the page', () => {
  it('is given and withdrawn, and nothing else', () => {
    const changes = preferenceChanges(
      form({ [A]: true, [B]: false }, [B]),
      sheet([choice(A, 'on'), choice(B, 'off')]),
    );
    expect([keysOf(changes.withdrawn), keysOf(changes.given), changes.isOutdated]).toEqual([[A], [B], false]);
    const nothing = preferenceChanges(
      form({ [A]: true, [B]: false }, [A]),
      sheet([choice(A, 'on'), choice(B, 'off')]),
    );
    expect(nothing).toEqual({ withdrawn: [], given: [], isOutdated: false });
  });

  it('leaves alone what has happened since the page was opened, and says that something has', () => {
    const changes = preferenceChanges(
      form({ [A]: true, [B]: false }, [A]),
      sheet([choice(A, 'off'), choice(B, 'on')]),
    );
    expect(changes).toEqual({ withdrawn: [], given: [], isOutdated: true });
  });

  it('adds nothing where it is so already', () => {
    const changes = preferenceChanges(
      form({ [A]: true, [B]: false }, [B]),
      sheet([choice(A, 'off'), choice(B, 'on')]),
    );
    expect(changes).toEqual({ withdrawn: [], given: [], isOutdated: false });
  });

  it('is no consent to what was not shown: other words, another number, or one that was stopped since', () => {
    const submitted = form({ [A]: false }, [A], { stand: 'yesterday' });
    expect(preferenceChanges(submitted, sheet([choice(A, 'off')]))).toMatchObject({
      given: [],
      isOutdated: true,
    });
    const stopped = preferenceChanges(form({ [A]: false }, [A]), sheet([choice(A, 'off', false)]));
    expect(stopped).toMatchObject({ given: [], isOutdated: true });
    expect(preferenceChanges(form({}, [A]), sheet([choice(A, 'off')]))).toMatchObject({ given: [] });
  });

  it('ends things whatever was changed since', () => {
    const submitted = form({ [A]: true }, [], { stand: 'yesterday' });
    expect(keysOf(preferenceChanges(submitted, sheet([choice(A, 'on', false)])).withdrawn)).toEqual([A]);
  });

  it('that ends every topic gives none of them with the same click', () => {
    const all = 'sms:marketing:';
    const changes = preferenceChanges(
      form({ [A]: false, [all]: true }, [A]),
      sheet([choice(A, 'off'), choice(all, 'on')]),
    );
    expect([keysOf(changes.withdrawn), keysOf(changes.given), changes.isOutdated]).toEqual([[all], [], true]);
  });

  it('and is not on the page any more is told', () => {
    expect(preferenceChanges(form({ [A]: false }, [A]), sheet([]))).toMatchObject({
      given: [],
      isOutdated: true,
    });
    expect(preferenceChanges(form({ [A]: true }, [A]), sheet([]))).toMatchObject({ isOutdated: false });
  });
});

describe('own quiet hours on the page', () => {
  const hours = (
    shown: typeof NIGHT | undefined,
    wanted: typeof NIGHT | undefined,
    now: typeof NIGHT | undefined,
  ) => preferenceChanges(form({}, [], { quietHours: { shown, wanted } }), sheet([], { quietHours: now }));

  it('are set, changed and taken away', () => {
    expect(hours(undefined, NIGHT, undefined).quietHours).toEqual({ to: NIGHT });
    expect(hours(NIGHT, LATE, NIGHT).quietHours).toEqual({ to: LATE });
    expect(hours(NIGHT, undefined, NIGHT).quietHours).toEqual({ to: undefined });
    expect(hours(NIGHT, NIGHT, NIGHT)).toEqual({ withdrawn: [], given: [], isOutdated: false });
  });

  it('that were changed elsewhere meanwhile stay, and it is told', () => {
    expect(hours(NIGHT, undefined, LATE)).toEqual({ withdrawn: [], given: [], isOutdated: true });
    expect(hours(NIGHT, NIGHT, LATE)).toMatchObject({ isOutdated: true });
  });

  it('keep their days', () => {
    const now = { ...NIGHT, days: ['mon' as const] };
    expect(hours(NIGHT, LATE, now).quietHours).toEqual({ to: { ...LATE, days: ['mon'] } });
  });
});
