import { Injectable } from '@nestjs/common';
import type { Lane } from '@hermod/contracts';

/** Wakes a lane's sending loop when there is something new to send, or room to send it. */
@Injectable()
export class SendingBell {
  readonly #rung = new Set<Lane>();
  readonly #wakers = new Map<Lane, () => void>();

  ring(lane: Lane): void {
    this.#rung.add(lane);
    this.#wakers.get(lane)?.();
  }

  /** Resolves at the next ring (or at once, if it rang since the last wait), at the latest after `ms`. */
  wait(lane: Lane, ms: number): Promise<void> {
    if (this.#rung.delete(lane)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wakers.delete(lane);
        this.#rung.delete(lane);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wakers.set(lane, done);
    });
  }
}
