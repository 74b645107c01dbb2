/** What phones can show changes rarely, and asking before each message would double the calls. */

/** A phone that has RCS keeps it for the day; the message itself finds out when not. */
const CAPABLE_MS = 6 * 3_600_000;
/** Whoever switches RCS on should not wait for long. */
const INCAPABLE_MS = 15 * 60_000;
/** About 10 MB; the ones that were asked for first go first. */
const MOST = 50_000;

/** The features of a phone; undefined when it can't be reached by RCS. */
export type Capabilities = ReadonlySet<string> | undefined;

/** What was answered of phones, by number and agent, for a while. In memory only: numbers are not written anywhere. */
export class CapabilityCache {
  readonly #kept = new Map<string, { readonly capabilities: Capabilities; readonly until: number }>();
  readonly #most: number;
  readonly #now: () => number;

  constructor(most: number = MOST, now: () => number = Date.now) {
    this.#most = most;
    this.#now = now;
  }

  /** What is known of a phone; undefined when nothing is, or not any more. */
  find(phone: string): { readonly capabilities: Capabilities } | undefined {
    const kept = this.#kept.get(phone);
    if (kept === undefined || kept.until > this.#now()) return kept;
    this.#kept.delete(phone);
    return undefined;
  }

  keep(phone: string, capabilities: Capabilities): void {
    const lifeMs = capabilities === undefined ? INCAPABLE_MS : CAPABLE_MS;
    this.#kept.delete(phone);
    this.#kept.set(phone, { capabilities, until: this.#now() + lifeMs });
    if (this.#kept.size <= this.#most) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  /** For a phone of which something else was found out. */
  forget(phone: string): void {
    this.#kept.delete(phone);
  }
}
