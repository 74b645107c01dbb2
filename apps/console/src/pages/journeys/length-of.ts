const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time in its two largest units: `2 d 3 h`, `15 min`, `0 s`. */
export function lengthOf(ms: number): string {
  const first = UNITS.findIndex(([, unit]) => ms >= unit);
  if (first === -1) return '0 s';
  let rest = ms;
  return UNITS.slice(first, first + 2)
    .flatMap(([name, unit]) => {
      const n = Math.floor(rest / unit);
      rest -= n * unit;
      return n === 0 ? [] : [`${n} ${name}`];
    })
    .join(' ');
}
