/** The first level of the feature `metadata.version` of each release. Source: Kafka's MetadataVersion. */
const FIRST_LEVELS = [
  [1, '3.0'],
  [2, '3.1'],
  [3, '3.2'],
  [4, '3.3'],
  [8, '3.4'],
  [9, '3.5'],
  [12, '3.6'],
  [15, '3.7'],
  [20, '3.8'],
  [21, '3.9'],
  [22, '4.0'],
  [26, '4.1'],
] as const;

/** The last level that the table knows. */
const LAST_LEVEL = 27;

/** A broker's release by the highest level that it supports, such as `4.1`; later ones as `later than 4.1`. */
export function kafkaRelease(level: number): string {
  const [, release] = FIRST_LEVELS.findLast(([first]) => first <= level) ?? [0, 'before 3.0'];
  return level > LAST_LEVEL ? `later than ${release}` : release;
}
