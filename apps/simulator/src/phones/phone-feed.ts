/** Changes within this time are told together: a person sees no difference, a load of thousands costs little. */
const GATHER_MS = 100;

/** Tells whoever watches which phones have changed. */
export class PhoneFeed {
  readonly #watchers = new Set<(numbers: string[]) => void>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** Calls `watcher` with the numbers of changed phones until the returned function is called. */
  watch(watcher: (numbers: string[]) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Notes that something on a phone changed. Costs nothing while nobody watches. */
  changed(number: string): void {
    if (this.#watchers.size === 0) return;
    this.#changed.add(number);
    this.#timer ??= setTimeout(() => this.#tell(), GATHER_MS);
  }

  /** Stops telling. */
  close(): void {
    clearTimeout(this.#timer);
    this.#watchers.clear();
  }

  #tell(): void {
    this.#timer = undefined;
    const numbers = [...this.#changed];
    this.#changed.clear();
    for (const watcher of this.#watchers) watcher(numbers);
  }
}
