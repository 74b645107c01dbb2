/** Requests of one connection that wait for their answers, at most a window of them. */
import type { Pdu } from './pdu.ts';

/** What became of a request. */
export type RequestOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly body: Buffer }
  /** Nothing was written. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** Written, and no answer came. */
  | { readonly kind: 'lost'; readonly timedOut: boolean; readonly reason: string };

const MAX_SEQUENCE = 0x7fff_ffff;

type Settle = (outcome: RequestOutcome) => void;

export class Requests {
  readonly #windowSize: number;
  readonly #write: (pdu: Pdu) => void;
  readonly #pending = new Map<number, Settle>();
  /** Who waits for a place in the window, first come first served. */
  readonly #waiting = new Set<(isGranted: boolean) => void>();
  /** Places that are taken. */
  #taken = 0;
  #sequence = 0;
  #failure: string | undefined;
  #idle: (() => void)[] = [];
  answered = 0;

  constructor(windowSize: number, write: (pdu: Pdu) => void) {
    this.#windowSize = windowSize;
    this.#write = write;
  }

  /** Sends when the window has a place. Never rejects. */
  async send(
    command: number,
    body: Buffer,
    signal: AbortSignal,
    mayStart: () => boolean = () => true,
  ): Promise<RequestOutcome> {
    if (!(await this.#place(signal)))
      return { kind: 'not-sent', reason: this.#failure ?? 'no connection before the deadline' };
    try {
      if (this.#failure !== undefined) return { kind: 'not-sent', reason: this.#failure };
      // The place may have come in the very moment of the deadline, which is not told twice.
      if (signal.aborted) return { kind: 'not-sent', reason: 'no connection before the deadline' };
      if (!mayStart()) return { kind: 'not-sent', reason: 'a connection was free too late' };
      return await this.#exchange(command, body, signal);
    } finally {
      this.#leave();
    }
  }

  /** Sends beside the window: the question whether anybody is there must not wait for answers. */
  urgently(command: number, body: Buffer): Promise<RequestOutcome> {
    return this.#exchange(command, body, undefined);
  }

  /** An answer came. One that nobody waits for any more says nothing. */
  answer({ sequence, status, body }: Pdu): void {
    this.#pending.get(sequence)?.({ kind: 'answered', status, body });
  }

  /** The connection is over: what was written is lost, what was not is not sent. */
  fail(reason: string): void {
    this.#failure = reason;
    for (const settle of this.#pending.values()) settle({ kind: 'lost', timedOut: false, reason });
    for (const wake of this.#waiting) wake(false);
  }

  /** Resolves when nothing waits for a place or an answer any more. */
  settled(): Promise<void> {
    if (this.#pending.size + this.#taken === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #exchange(command: number, body: Buffer, signal: AbortSignal | undefined): Promise<RequestOutcome> {
    const sequence = this.#nextSequence();
    return new Promise((resolve) => {
      const onAbort = (): void =>
        settle({ kind: 'lost', timedOut: true, reason: 'no answer before the deadline' });
      const settle: Settle = (outcome) => {
        this.#pending.delete(sequence);
        signal?.removeEventListener('abort', onAbort);
        if (outcome.kind === 'answered') this.answered += 1;
        resolve(outcome);
        this.#tellIdle();
      };
      this.#pending.set(sequence, settle);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#write({ command, status: 0, sequence, body });
    });
  }

  /** Resolves with whether there is a place now: not when the connection is over, or the deadline has passed. */
  #place(signal: AbortSignal): Promise<boolean> {
    if (this.#failure !== undefined || signal.aborted) return Promise.resolve(false);
    if (this.#taken < this.#windowSize) {
      this.#taken += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const wake = (isGranted: boolean): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', giveUp);
        resolve(isGranted);
      };
      const giveUp = (): void => wake(false);
      this.#waiting.add(wake);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Leaves the place to whoever is next. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#taken -= 1;
    else next(true);
    this.#tellIdle();
  }

  #tellIdle(): void {
    if (this.#pending.size + this.#taken === 0) for (const tell of this.#idle.splice(0)) tell();
  }

  #nextSequence(): number {
    // Once the numbers start again, those of requests that are still open are left out.
    do this.#sequence = this.#sequence === MAX_SEQUENCE ? 1 : this.#sequence + 1;
    while (this.#pending.has(this.#sequence));
    return this.#sequence;
  }
}
