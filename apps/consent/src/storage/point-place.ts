import type { Law, PointPlace } from '@hermod/consent-policy';
import type { ContactPoint } from '@hermod/contracts';

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
export function placeOf(point: KeptPlace, law: Law): PointPlace | undefined {
  const {
    channel,
    address,
    device_time_zone: device,
    number_zones: zones,
    number_anywhere: anywhere,
  } = point;
  if (channel === 'push')
    return device === null ? undefined : { timeZones: [device], regions: [], isAnywhere: true };
  if (channel !== 'sms') return undefined;
  if (zones === null || anywhere === null) return law.placeOfNumber(address);
  return {
    country: point.number_country ?? undefined,
    timeZones: zones,
    regions: law.rules.presumedRegions(address),
    isAnywhere: anywhere,
  };
}
