import type { Channel, ContactPoint } from '@hermod/contracts';
import type { Provider } from '@hermod/providers';
import { countryOf } from './country-of.ts';

/** How much of a second's rate may be saved up. */
const BURST_SECONDS = 0.25;

/** A provider with what it can take right now. */
class Paced {
  readonly provider: Provider;
  inFlight = 0;
  #tokens: number;
  #filledAt = performance.now();
  /** Who waits for a place, first come first served. */
  readonly #waiting = new Set<() => void>();

  constructor(provider: Provider) {
    this.provider = provider;
    this.#tokens = this.#most();
  }

  /** How many calls may start now: free places in the window, within the rate. */
  get free(): number {
    const now = performance.now();
    this.#tokens = Math.min(
      this.#most(),
      this.#tokens + ((now - this.#filledAt) / 1000) * this.provider.ratePerSecond,
    );
    this.#filledAt = now;
    return Math.max(0, Math.min(this.provider.windowSize - this.inFlight, Math.floor(this.#tokens)));
  }

  /** Takes a place in the window. False when none was free within the time. */
  begin(waitMs: number): Promise<boolean> {
    if (this.inFlight < this.provider.windowSize) {
      this.inFlight += 1;
      this.#tokens -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const take = (): void => {
        clearTimeout(timer);
        this.#tokens -= 1;
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(take);
        resolve(false);
      }, waitMs);
      this.#waiting.add(take);
    });
  }

  /** Leaves the place to whoever waits for it. */
  end(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.inFlight -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }

  #most(): number {
    return Math.max(1, this.provider.ratePerSecond * BURST_SECONDS);
  }
}

/** The providers of one lane, with their windows and rates. */
export class ProviderPool {
  readonly #paced: ReadonlyMap<string, Paced>;

  constructor(providers: readonly Provider[]) {
    this.#paced = new Map(providers.map((provider) => [provider.id, new Paced(provider)]));
  }

  get ids(): readonly string[] {
    return [...this.#paced.keys()];
  }

  get(id: string): Provider | undefined {
    return this.#paced.get(id)?.provider;
  }

  /** How many calls the provider can take now. */
  free(id: string): number {
    return this.#paced.get(id)?.free ?? 0;
  }

  inFlight(id: string): number {
    return this.#paced.get(id)?.inFlight ?? 0;
  }

  /**
   * Makes a call in a place of the provider's window, and counts it from its start to its end. A message may go to more
   * contact points than there are places.
   * @returns undefined when no place was free within the time: the call wasn't made
   */
  async during<T>(id: string, waitMs: number, call: () => Promise<T>): Promise<T | undefined> {
    const paced = this.#paced.get(id);
    if (paced === undefined || !(await paced.begin(waitMs))) return undefined;
    try {
      return await call();
    } finally {
      paced.end();
    }
  }

  /**
   * Who could take a message on a channel to a contact point, in the order of the configuration. A device token
   * is of use only to the provider that issued it, a number to those who serve its country.
   */
  eligible(channel: Channel, contactPoint: ContactPoint): readonly Provider[] {
    const all = [...this.#paced.values()].map(({ provider }) => provider);
    const ofChannel = all.filter(
      (provider) =>
        provider.channels.includes(channel) && (channel !== 'push' || provider.id === contactPoint.provider),
    );
    if (ofChannel.every((provider) => countriesOf(provider, channel).length === 0)) return ofChannel;
    const country = countryOf(contactPoint);
    // Where the number doesn't tell its country, the provider says whether it serves it.
    if (country === undefined) return ofChannel;
    return ofChannel.filter((provider) =>
      countriesOf(provider, channel).every((countries) => countries.includes(country)),
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#paced.values()].map(({ provider }) => provider.close()));
  }
}

/** The lists of countries that bound a provider on a channel. */
function countriesOf(
  { countries, countriesOf: ofChannel }: Provider,
  channel: Channel,
): (readonly string[])[] {
  return [countries, ofChannel?.[channel]].filter((list) => list !== undefined);
}
