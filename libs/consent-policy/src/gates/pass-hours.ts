import type { JsonObject } from '@hermod/contracts';
import type { Candidate, ContactPointFacts, DecisionFacts, DecisionRequest, Gate } from '../decision.ts';
import { candidateTimeZones, type CandidateTimeZones } from '../hours/candidate-time-zones.ts';
import { OpenHours, type Openness } from '../hours/open-hours.ts';
import type { OpenOrClosed } from '../hours/door.ts';
import { whenOpen } from '../hours/when-open.ts';
import { jurisdictionOf } from '../law/jurisdiction.ts';
import type { QuietHours } from '../quiet-hours.ts';

/** So that what waited for the same opening doesn't go out in its first second. */
const SPREAD_MS = 10 * 60_000;

/**
 * Legal windows and quiet hours: open in every time zone in which the recipient may be, or the message waits. Critical
 * messages pass. Where no zone is known at all, no window can be kept and nothing is sent.
 */
export const passHours: Gate = (candidate, { request, facts, now }) => {
  if (request.purpose === 'critical') return candidate;
  const [point] = candidate.contactPoints;
  const rules = [...legalWindows(request, facts, point!, now), ...quietHours(request, facts)];
  if (rules.length === 0) return candidate;
  const zones = candidateTimeZones(facts, point!);
  if (zones.timeZones.length === 0) {
    const values = { channel: request.channel, rules: rules.map(({ of }) => of) };
    return { decision: 'refused', of: 'channel', why: { rule: 'time-zone-unknown', values } };
  }
  const state = whenOpen(rules, zones.timeZones, now.getTime());
  if (state.isOpen) return opened(candidate, zones, rules, state.until);
  const values = valuesOf(zones, [state.rule], { timeZone: state.zone });
  if (state.opens === undefined)
    return { decision: 'refused', of: 'channel', why: { rule: `${state.rule.rule}-never-opens`, values } };
  const { from, until } = state.opens;
  const wanted = from + (request.share ?? 0) * Math.min(SPREAD_MS, until - from);
  const at = new Date(Math.floor(wanted));
  const { expiresAt } = request;
  if (expiresAt !== undefined && at >= expiresAt) {
    const late = { ...values, opens: at.toISOString(), expiresAt: expiresAt.toISOString() };
    return { decision: 'refused', of: 'channel', why: { rule: 'opens-after-expiry', values: late } };
  }
  return { decision: 'deferred', until: at, why: { rule: state.rule.rule, values } };
};

function legalWindows(
  { purpose, channel }: DecisionRequest,
  facts: DecisionFacts,
  point: ContactPointFacts,
  now: Date,
): OpenOrClosed[] {
  const { windows } = facts.rules.inForce(jurisdictionOf(facts.home, point), now.getTime());
  return windows
    .filter(({ purposes, channels }) => purposes.includes(purpose) && channels.includes(channel))
    .map(({ pack, hours }) => ({
      rule: 'legal-window',
      of: pack,
      key: hours.key,
      at: (zone, instant) => hours.at(zone, instant),
    }));
}

function quietHours(
  { purpose, channel }: DecisionRequest,
  { quietHours: all }: DecisionFacts,
): OpenOrClosed[] {
  return all
    .filter(
      ({ purposes, channels }) =>
        (purposes === undefined || purposes.includes(purpose)) &&
        (channels === undefined || channels.includes(channel)),
    )
    .map((quiet) => ({ rule: 'quiet-hours', of: quiet.of, ...outside(quiet) }));
}

/** People's own hours are of few kinds; should they be many after all, the memory begins anew. */
const MOST_KINDS = 2_000;
const kinds = new Map<string, OpenHours>();

/** Open while the quiet hours are not. */
function outside({ hours }: QuietHours): Pick<OpenOrClosed, 'at' | 'key'> {
  const key = `${hours.from} ${hours.to} ${hours.days?.join(' ') ?? ''}`;
  let known = kinds.get(key);
  if (known === undefined) {
    if (kinds.size >= MOST_KINDS) kinds.clear();
    known = new OpenHours([hours]);
    kinds.set(key, known);
  }
  const quiet = known;
  const at = (zone: string, instant: number): Openness => {
    const { isOpen, until } = quiet.at(zone, instant);
    return { isOpen: !isOpen, until };
  };
  return { at, key: `not ${quiet.key}` };
}

function opened(
  candidate: Candidate,
  zones: CandidateTimeZones,
  rules: readonly OpenOrClosed[],
  until: number,
): Candidate {
  const { rule, values, ...more } = candidate.why;
  const ends = until === Number.POSITIVE_INFINITY ? candidate.ends : [...candidate.ends, new Date(until)];
  return { ...candidate, ends, why: { ...more, rule, values: { ...values, ...valuesOf(zones, rules) } } };
}

/** Most zones that a why lists; a toll-free number may be in forty. */
const MOST_ZONES = 5;

function valuesOf(
  { timeZones, source }: CandidateTimeZones,
  rules: readonly OpenOrClosed[],
  more: JsonObject = {},
): JsonObject {
  return {
    hoursOf: rules.map(({ of }) => of),
    timeZones: timeZones.slice(0, MOST_ZONES),
    ...(timeZones.length > MOST_ZONES ? { timeZonesInAll: timeZones.length } : {}),
    timeZoneFrom: source,
    ...more,
  };
}
