/** The transmitter of one lane: bound when somebody needs it, and again after it was lost. */
import type { Refused, Retry } from '../provider.ts';
import { backoffMs } from './backoff.ts';
import { BindFailed } from './bind.ts';
import type { SmppSession } from './smpp-session.ts';

/** What a transmitter needs of a session. */
export type Bound = Pick<SmppSession, 'isOpen' | 'hasServed' | 'closed' | 'request' | 'close'>;
type NoSession = Refused | Retry;
type Reached = { readonly session: Bound } | { readonly result: NoSession };

const CLOSED: Retry = { outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason: 'closed' };
const TOO_LATE: Retry = {
  outcome: 'retry',
  code: 'PROVIDER_UNREACHABLE',
  reason: 'no connection before the deadline',
};

/** How long an SMSC may take from its answer to a bind until it knows about it. */
const SET_UP_MS = 1_000;

export class Transmitter {
  readonly #bind: () => Promise<Bound>;
  #session: Bound | undefined;
  #boundAtMs = 0;
  #binding: Promise<Reached> | undefined;
  /** In a row, without a bind that was of use. */
  #failures = 0;
  #pause: { readonly untilMs: number; readonly result: NoSession } | undefined;
  #isClosed = false;

  /** @param bind @throws BindFailed */
  constructor(bind: () => Promise<Bound>) {
    this.#bind = bind;
  }

  /** A bound session, or what it means for a message that there is none. While the SMSC is left alone, that is what it said last. */
  async reach(signal: AbortSignal): Promise<Reached> {
    if (this.#isClosed) return { result: CLOSED };
    if (signal.aborted) return { result: TOO_LATE };
    if (this.#session?.isOpen === true) return { session: this.#session };
    const leftMs = (this.#pause?.untilMs ?? 0) - performance.now();
    if (this.#pause !== undefined && leftMs > 0) return { result: inTime(this.#pause.result, leftMs) };
    this.#binding ??= this.#bindAgain().finally(() => (this.#binding = undefined));
    return beforeDeadline(this.#binding, signal);
  }

  /**
   * The SMSC says that a session isn't bound: the next message binds anew, and this one ends when its answers are there. Right after a bind an
   * SMSC may say so because it still sets itself up.
   */
  async renew(session: Bound): Promise<void> {
    if (this.#session !== session || performance.now() - this.#boundAtMs < SET_UP_MS) return;
    this.#session = undefined;
    await session.close();
  }

  /** Waits for running requests, then unbinds. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#binding;
    await this.#session?.close();
  }

  async #bindAgain(): Promise<Reached> {
    try {
      const session = await this.#bind();
      this.#session = session;
      this.#boundAtMs = performance.now();
      this.#pause = undefined;
      void session.closed.then((reason) => this.#lost(session, reason));
      return { session };
    } catch (error) {
      if (!(error instanceof BindFailed)) throw error;
      this.#rest(error.result);
      return { result: inTime(error.result, this.#leftMs()) };
    }
  }

  /** A connection that served is tried again at once; one that was only bound and lost again counts as a failure. */
  #lost(session: Bound, reason: string): void {
    if (session.hasServed) this.#failures = 0;
    else this.#rest({ outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason });
  }

  #rest(result: NoSession): void {
    this.#failures += 1;
    this.#pause = { untilMs: performance.now() + backoffMs(this.#failures), result };
  }

  #leftMs(): number {
    return Math.max(0, (this.#pause?.untilMs ?? 0) - performance.now());
  }
}

const inTime = (result: NoSession, leftMs: number): NoSession =>
  result.outcome === 'retry' ? { ...result, retryAfterMs: Math.ceil(leftMs) } : result;

async function beforeDeadline(binding: Promise<Reached>, signal: AbortSignal): Promise<Reached> {
  const { promise, resolve } = Promise.withResolvers<Reached>();
  const giveUp = (): void => resolve({ result: TOO_LATE });
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([binding, promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
