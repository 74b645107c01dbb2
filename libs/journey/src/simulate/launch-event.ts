import type { Millis } from '../engine/run.ts';
import type { EventView } from '../engine/stimulus.ts';
import type { CompiledJourney } from '../language/compile-journey.ts';

/** What conditions see as the event of an audience that no event started. */
export function launchEvent({ document }: CompiledJourney, at: Millis): EventView {
  const time = new Date(at).toISOString();
  return {
    id: `launch ${time}`,
    source: `/hermod/journeys/${document.journey}`,
    type: 'hermod.audience.launched',
    time,
  };
}
