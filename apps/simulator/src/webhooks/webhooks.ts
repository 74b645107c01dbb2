import type { FastifyBaseLogger } from 'fastify';
import { Fifo } from './fifo.ts';
import { openConnections, post, type Outgoing } from './post.ts';

interface Job {
  readonly outgoing: Outgoing;
  /** How often it failed so far. */
  failures: number;
  readonly tried: (isTaken: boolean) => void;
}

const CONCURRENCY = 64;
const DEADLINE_MS = 5_000;
/** Long enough in sum (about 23 s) to outlive a receiver that has to be started again; then it is given up. */
const RETRY_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000];
/** More than this many waiting are lost, as a provider would lose them, rather than the memory. */
const MAX_WAITING = 200_000;

/**
 * Everything that the outside world sends to Hermod: status callbacks, inbound texts, signals of the app.
 * Retried on any answer but 2xx and on failed connections, a bounded number of times; cancelled by `close`.
 */
export class Webhooks {
  readonly #connections = openConnections(CONCURRENCY);
  readonly #waiting = new Fifo<Job>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  readonly #mayReach: (url: string) => boolean;
  readonly #log: FastifyBaseLogger;
  #inFlight = 0;
  #isClosed = false;

  constructor(mayReach: (url: string) => boolean, log: FastifyBaseLogger) {
    this.#mayReach = mayReach;
    this.#log = log;
  }

  /** True when the simulator may send there at all. */
  mayReach(url: string): boolean {
    return this.#mayReach(url);
  }

  /**
   * Sends one after the other, each when the one before was tried: in order while all is well, overtaking when
   * one has to be repeated (as with real providers).
   * @returns when each was tried once: true when all were taken. Repeats go on in the background.
   */
  async sendInOrder(all: readonly Outgoing[]): Promise<boolean> {
    let areTaken = true;
    for (const outgoing of all) areTaken = (await this.#send(outgoing)) && areTaken;
    return areTaken;
  }

  /** Gives up whatever waits or is under way. */
  close(): void {
    this.#isClosed = true;
    for (const pause of this.#pauses) clearTimeout(pause);
    this.#pauses.clear();
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) job.tried(false);
    this.#connections.http.destroy();
    this.#connections.https.destroy();
  }

  #send(outgoing: Outgoing): Promise<boolean> {
    if ('url' in outgoing && !this.#mayReach(outgoing.url)) {
      this.#log.warn('a callback URL is neither on loopback nor under HERMOD_PUBLIC_URL: nothing was sent');
      return Promise.resolve(false);
    }
    if (this.#isClosed || this.#waiting.length >= MAX_WAITING) {
      if (!this.#isClosed) this.#log.warn('too many callbacks wait: one was dropped');
      return Promise.resolve(false);
    }
    return new Promise((tried) => {
      this.#waiting.push({ outgoing, failures: 0, tried });
      this.#fill();
    });
  }

  #fill(): void {
    while (this.#inFlight < CONCURRENCY && this.#waiting.length > 0) {
      const job = this.#waiting.shift();
      if (job) void this.#attempt(job);
    }
  }

  async #attempt(job: Job): Promise<void> {
    this.#inFlight += 1;
    const failure = await this.#failureOf(job.outgoing);
    this.#inFlight -= 1;
    job.tried(failure === undefined);
    if (failure !== undefined && !this.#isClosed) this.#later(job, failure);
    this.#fill();
  }

  /** What went wrong; undefined when it was taken. */
  #failureOf(outgoing: Outgoing): Promise<string | undefined> {
    const failed = (error: Error): string => error.message;
    if ('bring' in outgoing) return outgoing.bring().then(() => undefined, failed);
    return post(this.#connections, outgoing, DEADLINE_MS).then(
      (status) => (status >= 200 && status < 300 ? undefined : `answer ${status}`),
      failed,
    );
  }

  #later(job: Job, failure: string): void {
    const delayMs = RETRY_DELAYS_MS[job.failures];
    job.failures += 1;
    // Only the origin: paths and bodies carry tokens and numbers.
    const origin = 'url' in job.outgoing ? new URL(job.outgoing.url).origin : job.outgoing.protocol;
    if (delayMs === undefined) {
      this.#log.warn({ origin, failure, tries: job.failures }, 'a callback was given up');
      return;
    }
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      this.#waiting.push(job);
      this.#fill();
    }, delayMs);
    this.#pauses.add(pause);
  }
}
