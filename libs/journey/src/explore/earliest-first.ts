/** A queue that gives out the earliest entry first; of equally early ones the one that came first. A binary heap. */
export class EarliestFirst<T> {
  readonly #heap: { readonly at: number; readonly nth: number; readonly value: T }[] = [];
  #count = 0;

  push(at: number, value: T): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push({ at, nth: this.#count, value });
    this.#count += 1;
    for (
      let parent = (place - 1) >> 1;
      place > 0 && this.#isBefore(place, parent);
      parent = (place - 1) >> 1
    ) {
      this.#swap(place, parent);
      place = parent;
    }
  }

  pop(): { readonly at: number; readonly value: T } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let place = 0; ;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let least = place;
      if (left < heap.length && this.#isBefore(left, least)) least = left;
      if (right < heap.length && this.#isBefore(right, least)) least = right;
      if (least === place) return first;
      this.#swap(place, least);
      place = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one]!, this.#heap[other]!];
    return a.at < b.at || (a.at === b.at && a.nth < b.nth);
  }

  #swap(one: number, other: number): void {
    [this.#heap[one], this.#heap[other]] = [this.#heap[other]!, this.#heap[one]!];
  }
}
