import { type LocalHours, openState } from '@hermod/calendar';

/** Whether hours are open at an instant, and until when that holds at least; milliseconds of the epoch. */
export interface Openness {
  readonly isOpen: boolean;
  readonly until: number;
}

interface Remembered extends Openness {
  readonly from: number;
}

/** What lies ahead until the next opening, and now; older ones make room. */
const MOST_STRETCHES = 12;

let made = 0;

/** Hours by the clocks of any place. Remembers of each zone how things stand, and from when to when. */
export class OpenHours {
  /** Its own, among all of this process. */
  readonly key: string;
  readonly #hours: readonly LocalHours[];
  readonly #isClosedOn: ((date: string) => boolean) | undefined;
  readonly #stretches = new Map<string, Remembered[]>();

  /** @param isClosedOn true for a local date, YYYY-MM-DD, on which they stay closed. */
  constructor(hours: readonly LocalHours[], isClosedOn?: (date: string) => boolean) {
    made += 1;
    this.key = String(made);
    this.#hours = hours;
    this.#isClosedOn = isClosedOn;
  }

  /** @param zone IANA. */
  at(zone: string, instant: number): Openness {
    let known = this.#stretches.get(zone);
    if (known === undefined) this.#stretches.set(zone, (known = []));
    for (const stretch of known) if (instant >= stretch.from && instant < stretch.until) return stretch;
    const { isOpen, until } = openState(this.#hours, zone, instant, this.#isClosedOn);
    const stretch = { isOpen, until, from: instant };
    if (known.length >= MOST_STRETCHES) known.shift();
    known.push(stretch);
    return stretch;
  }
}
