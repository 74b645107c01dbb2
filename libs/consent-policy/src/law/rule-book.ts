import type { LocalHours } from '@hermod/calendar';
import type { Channel, Purpose } from '@hermod/contracts';
import type { Basis } from '../basis.ts';
import type { Cap } from '../caps.ts';
import { OpenHours } from '../hours/open-hours.ts';
import { durationInMs } from './duration-in-ms.ts';
import type { RulePack, RulePackVersion } from './rule-pack.ts';

/** Where somebody is in the eyes of the law, as far as is known. */
export interface Jurisdiction {
  /** ISO 3166-1; undefined: anywhere. */
  readonly country: string | undefined;
  /** Every region whose rules are to hold; ISO 3166-2. */
  readonly regions: readonly string[];
  /** True when nothing is known of the part of the country: the rules of all its regions hold. */
  readonly isRegionUnknown: boolean;
}

/** A legal window, ready to be asked. */
export interface Window {
  /** The pack that says so. */
  readonly pack: string;
  readonly purposes: readonly Purpose[];
  readonly channels: readonly Channel[];
  readonly hours: OpenHours;
}

/** What stands for an express consent, and for how long. */
export interface Accepted {
  readonly basis: Basis;
  readonly purposes: readonly Purpose[];
  readonly channels: readonly Channel[];
  /** A period of the calendar; without an end where it is left out. */
  readonly validFor?: string | undefined;
}

/** After which period without use a consent is none any more. */
export interface Decay {
  readonly purposes: readonly Purpose[];
  readonly channels: readonly Channel[];
  readonly after: string;
}

/** All rules that hold together at a place and a time. */
export interface RulesInForce {
  /** Names of the packs. */
  readonly packs: readonly string[];
  readonly windows: readonly Window[];
  readonly caps: readonly Cap[];
  readonly accepts: readonly Accepted[];
  readonly decay: readonly Decay[];
  /** Whoever stops one topic by telephone has stopped all but critical messages. */
  readonly stopsEveryTopic: boolean;
}

/** The law as decisions ask it. */
export interface RuleBook {
  /** @param now milliseconds of the epoch. */
  inForce(where: Jurisdiction, now: number): RulesInForce;
  /** Regions that the beginning of a number makes likely, for packs that presume so. */
  presumedRegions(e164: string): readonly string[];
}

/**
 * True for a public holiday. @param date YYYY-MM-DD. @param country ISO 3166-1. @param regions parts of the country: a
 * holiday in one of them is one.
 */
export type IsHoliday = (date: string, country: string, regions?: readonly string[]) => boolean;

interface Held {
  readonly from: number;
  readonly until: number;
  readonly rules: RulesInForce;
}

interface Dated {
  readonly pack: RulePack;
  readonly version: RulePackVersion;
  readonly windows: readonly Window[];
}

/** Places are few; should they be many after all, the memory begins anew. */
const MOST_PLACES = 5_000;

/**
 * Makes rule packs ready to be asked: pure, and remembers what it has worked out.
 * @param isHoliday which days are public holidays where a pack closes on them.
 */
export function createRuleBook(packs: readonly RulePack[], isHoliday: IsHoliday): RuleBook {
  const held = new Map<string, Held>();
  const dated = packs.map((pack) => pack.versions.map((version) => compile(pack, version, isHoliday)));
  const regionsByPrefix = prefixesOf(packs);
  const longestPrefix = Math.max(0, ...[...regionsByPrefix.keys()].map((prefix) => prefix.length));

  return {
    inForce(where, now) {
      const key = `${where.country ?? '*'} ${where.isRegionUnknown ? '*' : where.regions.join(' ')}`;
      const known = held.get(key);
      if (known !== undefined && now >= known.from && now < known.until) return known.rules;
      const found = select(dated, where, now);
      if (held.size >= MOST_PLACES) held.clear();
      held.set(key, found);
      return found.rules;
    },
    presumedRegions(e164) {
      const found: string[] = [];
      for (let length = 2; length <= longestPrefix; length += 1) {
        found.push(...(regionsByPrefix.get(e164.slice(0, length)) ?? []));
      }
      return found;
    },
  };
}

function prefixesOf(packs: readonly RulePack[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { regions = [], numbers = [] } of packs)
    for (const prefix of numbers) found.set(prefix, [...(found.get(prefix) ?? []), ...regions]);
  return found;
}

/** What holds at a place, and from when to when no version of any pack begins. */
function select(packs: readonly (readonly Dated[])[], where: Jurisdiction, now: number): Held {
  const ofCountry = packs.filter(([first]) => first!.pack.countries.includes(where.country ?? ''));
  const isStrictest = ofCountry.length === 0;
  const applying = (isStrictest ? packs : ofCountry).filter(
    ([first]) => isStrictest || holdsInRegion(first!.pack, where),
  );
  const starts = applying.flatMap((versions) => versions.map(startOf));
  const chosen = applying.flatMap((versions) => versions.findLast((one) => startOf(one) <= now) ?? []);
  return {
    from: Math.max(Number.NEGATIVE_INFINITY, ...starts.filter((start) => start <= now)),
    until: Math.min(Number.POSITIVE_INFINITY, ...starts.filter((start) => start > now)),
    rules: together(chosen, isStrictest),
  };
}

function holdsInRegion({ regions }: RulePack, where: Jurisdiction): boolean {
  return (
    regions === undefined || where.isRegionUnknown || regions.some((region) => where.regions.includes(region))
  );
}

const startOf = ({ version }: Dated): number => Date.parse(version.from);

function together(chosen: readonly Dated[], isStrictest: boolean): RulesInForce {
  return {
    packs: chosen.map(({ pack }) => pack.pack),
    windows: chosen.flatMap(({ windows }) => windows),
    caps: chosen.flatMap(({ pack, version }) =>
      version.caps.map(({ within, ...cap }) => ({ ...cap, name: pack.pack, withinMs: durationInMs(within) })),
    ),
    // What one law lets pass need not pass in a place of which nothing is known.
    accepts: isStrictest ? [] : chosen.flatMap(({ version }) => version.accepts),
    decay: chosen.flatMap(({ version }) => version.decay),
    stopsEveryTopic: chosen.some(({ version }) => version.withdrawalCovers === 'every-topic'),
  };
}

function compile(pack: RulePack, version: RulePackVersion, isHoliday: IsHoliday): Dated {
  const windows = version.windows.map(({ purposes, channels, hours, closedOnHolidays: closed }) => ({
    pack: pack.pack,
    purposes,
    channels,
    hours: new OpenHours(
      hours as readonly LocalHours[],
      closed === undefined ? undefined : (date) => isHoliday(date, closed.country, closed.regions),
    ),
  }));
  return { pack, version, windows };
}
