import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** No provider's answer comes near this; a longer one is cut off and taken as unreadable. */
export const MAX_ANSWER_BYTES = 64 * 1024;

/** What became of a call. */
export type HttpOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      /** Absent when the answer broke off or is longer than 64 kB. */
      readonly body?: Buffer;
    }
  /** Nothing was written: refused, unresolved, or no connection in time. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** Written, at least in part, and no status came back. */
  | { readonly kind: 'lost'; readonly timedOut: boolean; readonly reason: string };

/** One call on its way through undici: it settles exactly once. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal;
  readonly #settle: (outcome: HttpOutcome) => void;
  readonly #mayStart: () => boolean;
  readonly #onAbort = (): void => this.#abort();
  #controller: Dispatcher.DispatchController | undefined;
  #status: number | undefined;
  #headers: IncomingHttpHeaders = {};
  #chunks: Buffer[] = [];
  #size = 0;
  isSettled = false;

  /** @param mayStart asked right before the first octet is written */
  constructor(
    signal: AbortSignal,
    settle: (outcome: HttpOutcome) => void,
    mayStart: () => boolean = () => true,
  ) {
    this.#signal = signal;
    this.#settle = settle;
    this.#mayStart = mayStart;
    if (signal.aborted) this.#abort();
    else signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Called right before the first octet is written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.isSettled) {
      controller.abort(new Error('the deadline passed before a connection was free'));
      return;
    }
    if (!this.#mayStart()) {
      this.#finish({ kind: 'not-sent', reason: 'a connection was free too late' });
      controller.abort(new Error('it may not start any more'));
      return;
    }
    this.#controller = controller;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // 1xx answers announce another one.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > MAX_ANSWER_BYTES) controller.abort(new Error('the answer is too long'));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#finish({ kind: 'answered', status: this.#status ?? 0, headers: this.#headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#status !== undefined) {
      // The status stands even when the rest broke off: a 429 is a 429.
      this.#finish({ kind: 'answered', status: this.#status, headers: this.#headers });
    } else if (this.#controller === undefined) {
      this.#finish({ kind: 'not-sent', reason: codeOf(error) });
    } else {
      const timedOut = this.#signal.aborted;
      this.#finish({
        kind: 'lost',
        timedOut,
        reason: timedOut ? 'no answer before the deadline' : codeOf(error),
      });
    }
  }

  #abort(): void {
    if (this.#controller === undefined) {
      this.#finish({ kind: 'not-sent', reason: 'no connection before the deadline' });
    } else {
      this.#controller.abort(new Error('the deadline passed'));
    }
  }

  #finish(outcome: HttpOutcome): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#settle(outcome);
  }
}

/** `ECONNREFUSED`, `ENOTFOUND`, `UND_ERR_SOCKET`…: codes name no address, messages do. */
function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.name;
}
