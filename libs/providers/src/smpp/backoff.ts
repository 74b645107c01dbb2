/** How long to leave an SMSC alone after failures in a row: at once, then 0.5 to 60 s, half of it by chance. */
const FIRST_MS = 500;
const MOST_MS = 60_000;

/** @param failures in a row; @param random in [0, 1): connections that broke together don't come back together */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  if (failures === 0) return 0;
  const most = Math.min(FIRST_MS * 2 ** (failures - 1), MOST_MS);
  return Math.round(most * (0.5 + random() / 2));
}
