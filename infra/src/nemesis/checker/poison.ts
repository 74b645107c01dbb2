import type { DeadRecord } from '../evidence.ts';
import type { Breach, Invariant } from './invariant.ts';

type Place = Pick<DeadRecord, 'topic' | 'partition' | 'offset'>;

/** What nobody can read is put aside, and nothing that somebody could have read. */
export const poison: Invariant = {
  name: 'poison',
  says: 'each record that can’t be read is among the dead letters once, and nothing else is',
  check({ poison: put, dead }) {
    const buried = Map.groupBy(dead, placeOf);
    const missing = put
      .map(placeOf)
      .filter((place) => !buried.has(place))
      .map((place): Breach => ({ words: `${place} is poison, and no dead letter` }));
    const places = new Set(put.map(placeOf));
    const found = [...buried].flatMap(([place, letters]): Breach[] => {
      if (!places.has(place)) return [{ words: `${place} is a dead letter, and no poison` }];
      return buriedTwice(letters).map((times) => ({ words: `${place} was buried ${times} times` }));
    });
    return { tested: put.length + dead.length, breaches: [...missing, ...found] };
  },
};

function placeOf({ topic, partition, offset }: Place): string {
  return `${topic}[${partition}]@${offset}`;
}

/**
 * How often, by service, where that is more than once. A burial whose outbox row is sent again has the same time:
 * readers of facts drop such repeats by their id, and dead letters have no reader that would.
 */
function buriedTwice(letters: readonly DeadRecord[]): number[] {
  return [...Map.groupBy(letters, ({ service }) => service).values()]
    .map((own) => {
      const times = own.map(({ buriedAt }) => buriedAt);
      return times.includes(undefined) ? times.length : new Set(times).size;
    })
    .filter((times) => times > 1);
}
