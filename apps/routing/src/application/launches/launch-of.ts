import { laneOf } from '@hermod/contracts';
import type { EventView } from '@hermod/journey';
import type { NewLaunch } from '../../storage/launches.ts';
import type { CatalogEntry } from '../journeys/journey-catalog.ts';

/** Runs that start in a second where the audience says nothing. */
const DEFAULT_PACE = 100;

/** The event type that conditions and templates see where no event started the audience. */
export const LAUNCH_TYPE = 'hermod.launch';

/** A launch of a journey: on its lane, at its pace. */
export function launchOf(
  { journey, version, compiled }: CatalogEntry,
  about: Pick<NewLaunch, 'id' | 'kind' | 'event' | 'traceparent'>,
): NewLaunch {
  const { purpose, start } = compiled.document;
  const urgent = laneOf(purpose) === 'urgent';
  return { ...about, journey, version, urgent, pace: start.audience?.pace ?? DEFAULT_PACE };
}

/** A launch as an event: what its runs see as `event` and `start`. `source` and `id` make the ids of the runs. */
export function launchEvent(
  journey: string,
  id: string,
  at: Date,
  data: Readonly<Record<string, unknown>>,
): EventView {
  return { id, source: `/hermod/launches/${journey}`, type: LAUNCH_TYPE, time: at.toISOString(), data };
}
