import { Injectable } from '@nestjs/common';
import type { BegunCall } from '../storage/called-after-opt-out.ts';

/** Beyond them a part is looked at. */
const MOST_KEPT = 20_000;

interface Kept {
  readonly call: BegunCall;
  readonly at: number;
}

/** The calls that this instance began lately, until somebody looks at them. */
@Injectable()
export class BegunCalls {
  #kept: Kept[] = [];

  note(call: BegunCall): void {
    if (this.#kept.length < MOST_KEPT) this.#kept.push({ call, at: performance.now() });
  }

  /** Hands out those that began at least so long ago, once. */
  takeOlderThan(ageMs: number): BegunCall[] {
    const before = performance.now() - ageMs;
    const younger = this.#kept.findIndex(({ at }) => at > before);
    const taken = this.#kept.splice(0, younger === -1 ? this.#kept.length : younger);
    return taken.map(({ call }) => call);
  }
}
