import { deriveId, type JsonObject } from '@hermod/contracts';
import type { Millis } from '../engine/run.ts';
import type { EventView } from '../engine/stimulus.ts';
import type { CompiledJourney } from '../language/compile-journey.ts';

/** A launch as an event, as routing makes it: what its runs see as `event` and `start` where no event started them. */
export function launchEvent({ document }: CompiledJourney, at: Millis, data: JsonObject = {}): EventView {
  const time = new Date(at).toISOString();
  const { journey } = document;
  const id = deriveId('launch', journey, 'at', time);
  return { id, source: `/hermod/launches/${journey}`, type: 'hermod.launch', time, data };
}
