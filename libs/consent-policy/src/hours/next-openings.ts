import type { Door } from './door.ts';

/** From when to when at least all doors are open. */
export interface Opening {
  readonly from: number;
  readonly until: number;
}

interface Found {
  /** From when it was looked. */
  readonly since: number;
  readonly opening: Opening | undefined;
}

const DAY_MS = 86_400_000;
/** Hours come back every week; three days more for holidays. */
const LONGEST_WAIT_MS = 10 * DAY_MS;
/** Combinations of rules and zones are few; should they be many after all, the memory begins anew. */
const MOST_REMEMBERED = 5_000;

/**
 * Looks for the next instant at which all doors are open, and remembers what it has found: a campaign asks the same of many
 * recipients, and where nothing ever opens, such as for a number that may be anywhere, looking takes longest.
 */
export class NextOpenings {
  readonly #found = new Map<string, Found>();

  /** @returns undefined when there is none within days. */
  after(doors: readonly Door[], instant: number): Opening | undefined {
    const key = doors.map(({ rule, zone }) => `${rule.key} ${zone}`).join('|');
    const known = this.#found.get(key);
    if (known !== undefined && isStillSo(known, instant)) return known.opening;
    const opening = look(doors, instant);
    if (this.#found.size >= MOST_REMEMBERED) this.#found.clear();
    this.#found.set(key, { since: instant, opening });
    return opening;
  }
}

/** Until an opening begins it is the next one; that there is none is looked into again every day. */
function isStillSo({ since, opening }: Found, instant: number): boolean {
  return instant >= since && instant < (opening?.from ?? since + DAY_MS);
}

/** Goes from one closed door to when it may open. Whichever was closed last is asked first: it may be closed again. */
function look(doors: readonly Door[], from: number): Opening | undefined {
  const order = [...doors];
  let instant = from;
  while (instant <= from + LONGEST_WAIT_MS) {
    let until = Number.POSITIVE_INFINITY;
    let closed = -1;
    for (const [n, { rule, zone }] of order.entries()) {
      const state = rule.at(zone, instant);
      if (!state.isOpen) {
        instant = state.until;
        closed = n;
        break;
      }
      until = Math.min(until, state.until);
    }
    if (closed < 0) return { from: instant, until };
    order.unshift(...order.splice(closed, 1));
  }
  return undefined;
}
