import { type Signal, SIGNALS, satisfies } from '@hermod/contracts';
import { type AudienceScope, type CompiledJourney, decideOnce, type EventView, holds } from '@hermod/journey';
import type { Member } from '../../storage/audience.ts';
import type { LastTimes } from '../../storage/recipient-activity.ts';
import type { CountedValue } from '../runs/find-candidates.ts';

/** Whether somebody is of an audience; `missing` says what the condition asked for in vain. */
export interface Membership {
  readonly chosen: boolean;
  readonly missing?: string;
}

/** Judges a recipient by the condition of an audience; without one everybody is of it who is not erased. */
export function judgeMember(
  { audienceWhere }: Pick<CompiledJourney, 'audienceWhere'>,
  member: Member,
  event: EventView,
  now: Date,
): Membership {
  if (member.erased) return { chosen: false };
  if (audienceWhere === undefined) return { chosen: true };
  const verdict = holds(audienceWhere, scopeOf(member, event, now));
  return verdict.missing === undefined
    ? { chosen: verdict.holds }
    : { chosen: false, missing: verdict.missing };
}

/**
 * The value that `once` counts by for a recipient, if the journey has the rule. `when` is about the event of `on`, and was
 * judged when that came.
 * @returns undefined when nothing may start, because the value can't be told.
 */
export function onceOf(
  compiled: CompiledJourney,
  { recipient, attributes }: Member,
  event: EventView,
  now: Date,
): { readonly once?: CountedValue } | undefined {
  const { startWhen: _when, ...withoutWhen } = compiled;
  const beginning = decideOnce(withoutWhen, { event, start: event, recipient: attributes, vars: {}, now });
  if (!beginning.starts) return undefined;
  if (beginning.once === undefined) return {};
  return { once: { ...beginning.once, journey: compiled.document.journey, recipient } };
}

/** The event that a run starts with: that of the launch, with what a list says of the recipient. */
export function eventFor({ data }: Member, event: EventView): EventView {
  if (data === null) return event;
  return { ...event, data: { ...(event['data'] as object), ...data } };
}

function scopeOf(member: Member, event: EventView, now: Date): AudienceScope {
  return {
    event,
    recipient: member.attributes,
    lastEvent: toDates(member.lastEvent),
    lastSignal: toDates(impliedSignals(member.lastSignal)),
    now,
  };
}

/** Who clicked has opened, whether that was reported or not: the later time counts. */
function impliedSignals(reported: LastTimes): LastTimes {
  const names = Object.keys(reported) as Signal[];
  if (names.length === 0) return {};
  const times = SIGNALS.map((wanted) => {
    const at = names.filter((name) => satisfies(name, wanted)).map((name) => reported[name]!);
    return [wanted, Math.max(...at)] as const;
  });
  return Object.fromEntries(times.filter(([, at]) => Number.isFinite(at)));
}

function toDates(times: LastTimes): Record<string, Date> {
  return Object.fromEntries(Object.entries(times).map(([name, at]) => [name, new Date(at)]));
}
