import type { PointPlace, RuleBook } from '@hermod/consent-policy';
import type { ContactPoint } from '@hermod/contracts';
import { readNumberPlace } from '@hermod/places';

/** What is kept of where a contact point may be; null where it was stored before that was worked out. */
export interface KeptPlace {
  readonly channel: ContactPoint['channel'];
  readonly address: string;
  readonly device_time_zone: string | null;
  readonly number_country: string | null;
  readonly number_zones: readonly string[] | null;
  readonly number_anywhere: boolean | null;
}

/** What a contact point says of where somebody is; undefined where it says nothing, as a mail address does. */
export function placeOf(point: KeptPlace, rules: Pick<RuleBook, 'presumedRegions'>): PointPlace | undefined {
  const { channel, address, device_time_zone: device, number_zones: zones, number_anywhere: anywhere } = point;
  if (channel === 'push')
    return device === null ? undefined : { timeZones: [device], regions: [], isAnywhere: true };
  if (channel !== 'sms') return undefined;
  const known =
    zones === null || anywhere === null
      ? readNumberPlace(address)
      : { country: point.number_country ?? undefined, timeZones: zones, isAnywhere: anywhere };
  return { ...known, regions: rules.presumedRegions(address) };
}
