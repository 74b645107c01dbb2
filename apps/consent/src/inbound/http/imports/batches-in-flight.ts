interface InFlight {
  readonly keys: ReadonlySet<string>;
  readonly done: Promise<void>;
}

/** Pieces of work of which some are under way at once; those that share a key follow each other. */
export class BatchesInFlight {
  readonly #most: number;
  readonly #inFlight = new Set<InFlight>();
  #failure: { readonly error: unknown } | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Begins a piece as soon as there is room and nothing under way shares a key with it. Resolves when it has begun.
   * @throws whatever an earlier piece has failed with; nothing more begins then.
   */
  async start(keys: ReadonlySet<string>, work: () => Promise<void>): Promise<void> {
    for (;;) {
      this.#throwFailure();
      const inTheWay = this.#inTheWayOf(keys);
      if (inTheWay === undefined) break;
      await inTheWay;
    }
    const one: InFlight = { keys, done: this.#run(work).finally(() => this.#inFlight.delete(one)) };
    this.#inFlight.add(one);
  }

  /** Resolves when nothing is under way any more. @throws whatever a piece has failed with. */
  async end(): Promise<void> {
    await Promise.all([...this.#inFlight].map(({ done }) => done));
    this.#throwFailure();
  }

  /** Never rejects: the failure is thrown to whoever starts the next piece, or waits for the end. */
  async #run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  #inTheWayOf(keys: ReadonlySet<string>): Promise<void> | undefined {
    const all = [...this.#inFlight];
    const sharing = all.find((one) => [...keys].some((key) => one.keys.has(key)));
    if (sharing !== undefined) return sharing.done;
    return all.length < this.#most ? undefined : Promise.race(all.map(({ done }) => done));
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
