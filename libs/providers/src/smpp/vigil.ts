/** Watches over a connection on which nothing is said for long. */
export class Vigil {
  readonly #enquireLinkMs: number;
  readonly #silenceMs: number;
  readonly #acts: { readonly ask: () => void; readonly giveUp: () => void };
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;
  #isOver = false;

  /**
   * @param times `enquireLinkMs`: after so long without a word the other side is asked; `silenceMs`: and given up after so long
   * without an answer. Any word counts as one.
   */
  constructor(
    times: { readonly enquireLinkMs: number; readonly silenceMs: number },
    acts: { readonly ask: () => void; readonly giveUp: () => void },
  ) {
    this.#enquireLinkMs = times.enquireLinkMs;
    this.#silenceMs = times.silenceMs;
    this.#acts = acts;
    this.heard();
  }

  /** The other side said something. */
  heard(): void {
    if (this.#isOver) return;
    if (!this.#isAsking && this.#timer !== undefined) {
      this.#timer.refresh();
      return;
    }
    this.#isAsking = false;
    this.#set(this.#enquireLinkMs, () => this.askNow());
  }

  /** Asks at once, unless it is asked already. */
  askNow(): void {
    if (this.#isOver || this.#isAsking) return;
    this.#isAsking = true;
    this.#set(this.#silenceMs, () => this.#acts.giveUp());
    this.#acts.ask();
  }

  /** Watches no more until something is heard. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isAsking = false;
  }

  end(): void {
    this.#isOver = true;
    this.rest();
  }

  #set(afterMs: number, act: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(act, afterMs);
  }
}
