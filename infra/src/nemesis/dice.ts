import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded chance. Each part of a run throws its own, so that one more throw here changes nothing there. */
export interface Dice {
  /** From 0 up to, but without, 1. */
  chance(): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  pick<T>(items: readonly T[]): T;
}

/** @param what names the part of the run that throws. */
export function diceOf(seed: number, what: string): Dice {
  let mixed = seed | 0;
  for (const char of what) mixed = (Math.imul(mixed, 31) + char.codePointAt(0)!) | 0;
  const generator = xoroshiro128plus(mixed);
  const between = (least: number, most: number): number => uniformInt(generator, least, most);
  return {
    chance: () => uniformFloat64(generator),
    between,
    pick: (items) => items[between(0, items.length - 1)]!,
  };
}
