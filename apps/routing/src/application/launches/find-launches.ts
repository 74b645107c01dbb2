import { deriveId, type JsonObject } from '@hermod/contracts';
import { decideStart } from '@hermod/journey';
import type { NewLaunch } from '../../storage/launches.ts';
import type { SeenEvent } from '../runs/find-candidates.ts';
import type { CatalogEntry } from '../journeys/journey-catalog.ts';
import { launchOf } from './launch-of.ts';

/**
 * The audiences that events start, each once an event. `when` is judged here, by the event and whom it names; `once` counts
 * for each recipient of the audience, later.
 */
export function findLaunches(
  events: readonly SeenEvent[],
  published: readonly CatalogEntry[],
  attributes: ReadonlyMap<string, JsonObject>,
  now: Date,
): NewLaunch[] {
  const concerned = published.filter(
    ({ compiled: { document } }) => document.start.audience !== undefined && document.start.on !== undefined,
  );
  if (concerned.length === 0) return [];
  return events.flatMap((event) => {
    const { view, recipient, traceparent, source, id } = event;
    const scope = { event: view, start: view, recipient: attributes.get(recipient) ?? {}, vars: {}, now };
    return concerned.flatMap((entry): NewLaunch[] => {
      const { once: _once, ...withoutOnce } = entry.compiled;
      if (!decideStart(withoutOnce, scope).starts) return [];
      const launchId = deriveId('launch', entry.journey, 'event', source, id);
      return [launchOf(entry, { id: launchId, kind: 'event', event: view, traceparent })];
    });
  });
}
