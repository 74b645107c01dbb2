import type { Door, OpenOrClosed } from './door.ts';
import { NextOpenings, type Opening } from './next-openings.ts';

/** How all of them stand together. */
export type WhenOpen =
  | { readonly isOpen: true; readonly until: number }
  | {
      readonly isOpen: false;
      /** The first that is closed now. */
      readonly rule: OpenOrClosed;
      readonly zone: string;
      /** When all are open; undefined: not within days. */
      readonly opens: Opening | undefined;
    };

const openings = new NextOpenings();

/** Whether all rules are open in all zones at an instant; if not, when they are. */
export function whenOpen(
  rules: readonly OpenOrClosed[],
  zones: readonly string[],
  instant: number,
): WhenOpen {
  let until = Number.POSITIVE_INFINITY;
  for (const rule of rules) {
    for (const zone of zones) {
      const state = rule.at(zone, instant);
      if (!state.isOpen) {
        const doors = rules.flatMap((one) => zones.map((where): Door => ({ rule: one, zone: where })));
        return { isOpen: false, rule, zone, opens: openings.after(doors, instant) };
      }
      until = Math.min(until, state.until);
    }
  }
  return { isOpen: true, until };
}
