import type { ContactPointFacts, DecisionFacts } from '../decision.ts';

/** What a time zone was taken from; the first that says something counts. */
export type TimeZoneSource = 'declared' | 'address' | 'device' | 'number' | 'country' | 'unknown';

/** Every time zone in which a recipient may be, and where that is known from. */
export interface CandidateTimeZones {
  readonly timeZones: readonly string[];
  readonly source: TimeZoneSource;
}

/** Declared, else by the address, the devices, the number, the country. None of them: unknown, and no zone. */
export function candidateTimeZones(facts: DecisionFacts, point: ContactPointFacts): CandidateTimeZones {
  const { timeZone, addressTimeZones, countryTimeZones } = facts.home;
  if (timeZone !== undefined) return { timeZones: [timeZone], source: 'declared' };
  if (addressTimeZones.length > 0) return { timeZones: addressTimeZones, source: 'address' };
  const devices = zonesOf(
    facts.contactPoints.filter(({ channel, isUsable }) => channel === 'push' && isUsable),
  );
  if (devices.length > 0) return { timeZones: devices, source: 'device' };
  const numbers = zonesOf(
    point.channel === 'sms' ? [point] : facts.contactPoints.filter(({ channel }) => channel === 'sms'),
  );
  if (numbers.length > 0) return { timeZones: numbers, source: 'number' };
  if (countryTimeZones.length > 0) return { timeZones: countryTimeZones, source: 'country' };
  return { timeZones: [], source: 'unknown' };
}

function zonesOf(points: readonly ContactPointFacts[]): readonly string[] {
  const [only] = points;
  if (points.length === 1) return only!.place?.timeZones ?? [];
  return [...new Set(points.flatMap(({ place }) => place?.timeZones ?? []))];
}
