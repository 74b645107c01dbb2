import type { LastTimes } from '../../storage/recipient-activity.ts';

/**
 * The newest time of each name, of the names that came last: at most so many. Whatever is told, and however often, the same
 * comes of any order, because what is left out has been overtaken by as many others as may stay.
 * @returns what was kept, as it is, when nothing of it changes.
 */
export function newestTimes(kept: LastTimes, told: ReadonlyMap<string, number>, most: number): LastTimes {
  const times = new Map(Object.entries(kept));
  let isNew = false;
  for (const [name, at] of told) {
    if ((times.get(name) ?? Number.NEGATIVE_INFINITY) >= at) continue;
    times.set(name, at);
    isNew = true;
  }
  if (!isNew) return kept;
  if (times.size <= most) return Object.fromEntries(times);
  return Object.fromEntries([...times].toSorted(byNewest).slice(0, most));
}

const byNewest = ([name, at]: [string, number], [other, otherAt]: [string, number]): number =>
  otherAt - at || (name < other ? -1 : 1);
