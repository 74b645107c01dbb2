import type { Millis } from '../engine/run.ts';

interface Entry {
  readonly at: Millis;
  readonly act: () => void;
}

/** A clock that goes from one thing to the next: what is due at the same instant comes in the order in which it was put. */
export class Agenda {
  readonly #entries: Entry[] = [];
  #now: Millis;

  constructor(begins: Millis) {
    this.#now = begins;
  }

  get now(): Millis {
    return this.#now;
  }

  /** Puts something on it; what would be in the past is done now. */
  put(at: Millis, act: () => void): void {
    const entry = { at: Math.max(at, this.#now), act };
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#entries[middle]!.at <= entry.at) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
  }

  /** Puts something behind everything that is due now. */
  soon(act: () => void): void {
    this.put(this.#now, act);
  }

  /** When the next thing is due, or undefined. */
  get nextAt(): Millis | undefined {
    return this.#entries[0]?.at;
  }

  /** Goes to the next thing and does it. */
  step(): void {
    const entry = this.#entries.shift();
    if (entry === undefined) return;
    this.#now = entry.at;
    entry.act();
  }

  /** Lets time pass; nothing on it may be due before. */
  goTo(at: Millis): void {
    this.#now = Math.max(this.#now, at);
  }
}
