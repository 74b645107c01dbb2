import { Fifo } from '../webhooks/fifo.ts';
import type { SmppSession } from './smpp-library.ts';

interface Job {
  readonly fields: object;
  readonly taken: () => void;
}

/** So many deliver_sm to one receiver may wait for their answer. */
const WINDOW = 10;
/** How long an SMSC leaves a receiver alone that could not take something. */
const AGAIN_MS = 500;
/** More than this many waiting are lost, as an SMSC would lose them, rather than the memory. */
const MAX_WAITING = 100_000;

/** What waits for the receivers of one account, and is brought to them in turn: until one of them has it. */
export class Receivers {
  readonly #sessions = new Map<SmppSession, Set<Job>>();
  readonly #waiting = new Fifo<Job>();
  readonly #pauses = new Set<NodeJS.Timeout>();

  /** A session that takes deliveries, until it is closed: what it had not answered is brought to another one then. */
  add(session: SmppSession): void {
    const open = new Set<Job>();
    this.#sessions.set(session, open);
    session.on('close', () => {
      this.#sessions.delete(session);
      for (const job of open) this.#waiting.push(job);
      this.#fill();
    });
    this.#fill();
  }

  /** Brings it now, or when somebody binds. Resolves when it was taken, or at once when nobody is there to take it. */
  bring(fields: object): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ fields, taken: resolve });
    if (this.#sessions.size === 0) resolve();
    this.#fill();
    return promise;
  }

  /** Brings it to somebody who is bound. Resolves when it was taken. @throws Error when nobody is: it is to be brought again */
  bringNow(fields: object): Promise<void> {
    return this.#sessions.size === 0 ? Promise.reject(new Error('no receiver is bound')) : this.bring(fields);
  }

  /** Gives up what waits. */
  close(): void {
    for (const pause of this.#pauses) clearTimeout(pause);
    for (let job = this.#waiting.shift(); job; job = this.#waiting.shift()) job.taken();
  }

  #fill(): void {
    for (const [session, open] of this.#sessions)
      while (open.size < WINDOW && this.#waiting.length > 0) this.#bringTo(session, open);
  }

  #bringTo(session: SmppSession, open: Set<Job>): void {
    const job = this.#waiting.shift();
    if (job === undefined) return;
    open.add(job);
    // A session that is closing keeps it until its end is heard of.
    session.deliver_sm(job.fields, ({ command_status: status }) => {
      open.delete(job);
      if (status === 0) job.taken();
      else this.#later(job);
      this.#fill();
    });
  }

  #later(job: Job): void {
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      this.#waiting.push(job);
      this.#fill();
    }, AGAIN_MS);
    this.#pauses.add(pause);
  }
}
