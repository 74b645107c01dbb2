/** A message that the `sim` protocol took. */
export interface AcceptedMessage {
  readonly id: string;
  readonly reference: string | null;
  readonly acceptedAt: Date;
}

const KEPT = 100_000;

/** What was accepted, found again by idempotency key or by reference. The newest 100,000 of each are remembered. */
export class AcceptedMessages {
  readonly #byKey = new Map<string, AcceptedMessage>();
  readonly #byReference = new Map<string, readonly AcceptedMessage[]>();

  /** The message that was accepted under a key before. */
  underKey(key: string): AcceptedMessage | undefined {
    return this.#byKey.get(key);
  }

  /** Remembers what was accepted under a key. */
  keepUnderKey(key: string, message: AcceptedMessage): void {
    this.#byKey.set(key, message);
    forgetOldest(this.#byKey);
  }

  /** Remembers what a look-up can find. */
  keepUnderReference(reference: string, message: AcceptedMessage): void {
    this.#byReference.set(reference, [...(this.#byReference.get(reference) ?? []), message]);
    forgetOldest(this.#byReference);
  }

  /** The messages with a reference that were accepted at `until` or earlier: the index lags behind. */
  withReference(reference: string, until: Date): readonly AcceptedMessage[] {
    return (this.#byReference.get(reference) ?? []).filter((message) => message.acceptedAt <= until);
  }
}

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > KEPT && oldest !== undefined) map.delete(oldest);
}
