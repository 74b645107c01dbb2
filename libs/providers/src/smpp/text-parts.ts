/** Puts the parts of long texts together, as far as that is safe. */
import { textOf } from './addresses.ts';
import { decodeText, type Place, type Written } from './read-delivery.ts';

interface Part {
  readonly written: Written & { readonly place: Place };
  readonly taken: PromiseWithResolvers<void>;
}
interface Gathering {
  readonly parts: Map<number, Part>;
  readonly timer: NodeJS.Timeout;
}

/** How long the other parts are waited for. Most come in one go. */
const WAIT_MS = 5_000;
/** Texts that are put together at a time; beyond this, parts are texts of their own. */
const MAX_GATHERINGS = 1_000;

/**
 * No part is acknowledged before all of its text has been taken, so a crash loses nothing: the SMSC brings the parts again. An
 * SMSC that brings the next part only after that would wait for ever; parts that nothing joined in time are therefore passed on alone.
 */
export class TextParts {
  readonly #take: (text: string, written: Written) => Promise<void>;
  readonly #gatherings = new Map<string, Gathering>();

  /** @param take a whole text, or a part that stays alone, with the message that brought it or its first part */
  constructor(take: (text: string, written: Written) => Promise<void>) {
    this.#take = take;
  }

  /** Resolves when what it belongs to has been taken; rejects when it could not be. What isn't text is taken as read. */
  async add(written: Written): Promise<void> {
    const { place } = written;
    if (place === undefined) return this.#takeJoined([written]);
    const { source, destination } = written.message;
    const key = [textOf(source), textOf(destination), place.reference, place.total].join(' ');
    if (!this.#gatherings.has(key) && this.#gatherings.size >= MAX_GATHERINGS)
      return this.#takeJoined([written]);
    const part = { written: { ...written, place }, taken: Promise.withResolvers<void>() };
    const { parts, timer } = this.#gathering(key);
    // The same part again: the first of them is acknowledged with this one.
    const before = parts.get(place.index);
    before?.taken.resolve(part.taken.promise);
    parts.set(place.index, part);
    if (parts.size === place.total) {
      clearTimeout(timer);
      this.#gatherings.delete(key);
      const whole = [...parts.values()].toSorted((a, b) => a.written.place.index - b.written.place.index);
      const taking = this.#takeJoined(whole.map((one) => one.written));
      for (const one of whole) one.taken.resolve(taking);
    }
    return part.taken.promise;
  }

  /** Passes on what waits, each part alone. */
  flush(): void {
    for (const key of this.#gatherings.keys()) this.#giveUp(key);
  }

  #gathering(key: string): Gathering {
    const known = this.#gatherings.get(key);
    if (known !== undefined) return known;
    const timer = setTimeout(() => this.#giveUp(key), WAIT_MS);
    const gathering = { parts: new Map<number, Part>(), timer };
    this.#gatherings.set(key, gathering);
    return gathering;
  }

  #giveUp(key: string): void {
    const gathering = this.#gatherings.get(key);
    if (gathering === undefined) return;
    clearTimeout(gathering.timer);
    this.#gatherings.delete(key);
    for (const { written, taken } of gathering.parts.values()) taken.resolve(this.#takeJoined([written]));
  }

  /** Octets are joined before they are read: a pair of them may be split between parts. */
  async #takeJoined(parts: readonly Written[]): Promise<void> {
    const [first] = parts;
    if (first === undefined) return;
    const text = decodeText(Buffer.concat(parts.map(({ octets }) => octets)), first.dataCoding);
    if (text !== undefined) await this.#take(text, first);
  }
}
