/** How the world addressed a request. From the configuration and never from the Host header, which anyone can set. */
export class PublicUrl {
  readonly #base: string;
  constructor(base: string) {
    this.#base = base;
  }

  /** @param pathAndQuery exactly as it arrived: signatures cover it. */
  of(pathAndQuery: string): string {
    return this.#base + pathAndQuery;
  }
}
