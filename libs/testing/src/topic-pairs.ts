import { FLOW, type Lane, readingOf, type Service } from '@hermod/contracts';

/**
 * Every pair of Kafka topics from which a service may read two facts in either order, by the facts' names:
 * `messageAttempted + receiptRecorded`. The two lanes of one fact are such a pair as well, where both are read:
 * `consentChanged + consentChanged.urgent`.
 */
export function topicPairs(reader: Service): string[] {
  const read = Object.entries(FLOW).flatMap(([name, entry]) => {
    const reading = readingOf(entry, reader);
    return reading === undefined ? [] : [{ name, lanes: lanesOf(entry.lanes, reading.lane) }];
  });
  return read.flatMap(({ name, lanes }, index) => [
    ...read.slice(index + 1).map((other) => `${name} + ${other.name}`),
    ...(lanes.length === 2 ? [`${name} + ${name}.urgent`] : []),
  ]);
}

function lanesOf(travels: 'both' | 'plain', reads: Lane | undefined): readonly Lane[] {
  if (travels === 'plain') return ['plain'];
  return reads === undefined ? ['plain', 'urgent'] : [reads];
}
