import type { Openness } from './open-hours.ts';

/** Something that is open or closed by the clocks of a zone. */
export interface OpenOrClosed {
  /** Named in decisions. */
  readonly rule: 'legal-window' | 'quiet-hours';
  /** Whose it is: a pack, the organisation, the recipient. */
  readonly of: string;
  at(zone: string, instant: number): Openness;
}

/** One of them in one zone. */
interface Door {
  readonly rule: OpenOrClosed;
  readonly zone: string;
}

/** How all of them stand together. */
export type WhenOpen =
  | { readonly isOpen: true; readonly until: number }
  | {
      readonly isOpen: false;
      /** The first that is closed now. */
      readonly rule: OpenOrClosed;
      readonly zone: string;
      /** When all are open, and until when; undefined: not within a fortnight. */
      readonly opens: { readonly from: number; readonly until: number } | undefined;
    };

const LONGEST_WAIT_MS = 14 * 86_400_000;

/** Whether all rules are open in all zones at an instant; if not, when they are. */
export function whenOpen(
  rules: readonly OpenOrClosed[],
  zones: readonly string[],
  instant: number,
): WhenOpen {
  const doors = rules.flatMap((rule) => zones.map((zone): Door => ({ rule, zone })));
  const now = together(doors, instant);
  if (now.closed === undefined) return { isOpen: true, until: now.until };
  const { rule, zone } = now.closed;
  return { isOpen: false, rule, zone, opens: nextOpening(doors, now.until, instant + LONGEST_WAIT_MS) };
}

/** @param from nothing opens before. */
function nextOpening(
  doors: readonly Door[],
  from: number,
  latest: number,
): { from: number; until: number } | undefined {
  for (let instant = from; instant <= latest;) {
    const state = together(doors, instant);
    if (state.closed === undefined) return { from: instant, until: state.until };
    instant = state.until;
  }
  return undefined;
}

/** All open: until the first may close. Otherwise the first that is closed, and until when no change can open them all. */
function together(doors: readonly Door[], instant: number): { closed: Door | undefined; until: number } {
  let firstClosed: Door | undefined;
  let opensAt = instant;
  let closesAt = Number.POSITIVE_INFINITY;
  for (const door of doors) {
    const { isOpen, until } = door.rule.at(door.zone, instant);
    if (isOpen) closesAt = Math.min(closesAt, until);
    else {
      firstClosed ??= door;
      opensAt = Math.max(opensAt, until);
    }
  }
  return firstClosed === undefined
    ? { closed: undefined, until: closesAt }
    : { closed: firstClosed, until: opensAt };
}
