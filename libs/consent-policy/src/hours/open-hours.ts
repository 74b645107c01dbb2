import { type LocalHours, openState } from '@hermod/calendar';

/** Whether hours are open at an instant, and until when that holds at least; milliseconds of the epoch. */
export interface Openness {
  readonly isOpen: boolean;
  readonly until: number;
}

interface Remembered extends Openness {
  readonly from: number;
}

/** Hours by the clocks of any place. Remembers of each zone how things stand, until they change. */
export class OpenHours {
  readonly hours: readonly LocalHours[];
  readonly #isClosedOn: ((date: string) => boolean) | undefined;
  readonly #states = new Map<string, Remembered>();

  /** @param isClosedOn true for a local date, YYYY-MM-DD, on which they stay closed. */
  constructor(hours: readonly LocalHours[], isClosedOn?: (date: string) => boolean) {
    this.hours = hours;
    this.#isClosedOn = isClosedOn;
  }

  /** @param zone IANA. */
  at(zone: string, instant: number): Openness {
    const known = this.#states.get(zone);
    if (known !== undefined && instant >= known.from && instant < known.until) return known;
    const { isOpen, until } = openState(this.hours, zone, instant, this.#isClosedOn);
    const state = { isOpen, until, from: instant };
    this.#states.set(zone, state);
    return state;
  }
}
