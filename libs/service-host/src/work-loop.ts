import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does a piece of work again and again until it is stopped: at once while there is more, else after a pause. A failure is told
 * and followed by a pause too. Never twice at once.
 */
export class WorkLoop {
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;

  /** @param work returns true when there may be more to do at once. */
  constructor(work: () => Promise<boolean>, everyMs: number, onFailure: (error: unknown) => void) {
    this.#ended = this.#run(work, everyMs, onFailure);
  }

  /** Resolves when the piece in hand is done. */
  stop(): Promise<void> {
    this.#stopping.abort();
    return this.#ended;
  }

  async #run(
    work: () => Promise<boolean>,
    everyMs: number,
    onFailure: (error: unknown) => void,
  ): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let more = false;
      try {
        more = await work();
      } catch (error) {
        onFailure(error);
      }
      if (!more) await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
