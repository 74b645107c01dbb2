import type { Lane } from '@hermod/contracts';
import type { Messaging } from '@hermod/messaging';
import type { Logger } from '@hermod/telemetry';
import type { ClosedCall, ConcludeMessages } from './conclude-messages.ts';

const AT_ONCE = 200;
const RETRY_AFTER_MS = 200;
/** What ends within this time is written together: nobody waits for it but the next rung. */
const GATHER_MS: Readonly<Record<Lane, number>> = { plain: 30, urgent: 0 };

interface Waiting {
  readonly recipient: string;
  readonly call: ClosedCall;
}

/** Closing: how calls ended is written in batches, split where one of them can't be. */
export class ClosingBatches {
  readonly #lane: Lane;
  readonly #messaging: Messaging;
  readonly #concludes: ConcludeMessages;
  readonly #log: Logger;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(lane: Lane, messaging: Messaging, conclude: ConcludeMessages, log: Logger) {
    this.#lane = lane;
    this.#messaging = messaging;
    this.#concludes = conclude;
    this.#log = log;
  }

  add(recipient: string, call: ClosedCall): void {
    this.#waiting.push({ recipient, call });
    this.#writing ??= this.#write();
  }

  /** Resolves when everything is written. */
  async drain(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS[this.#lane]));
    let failures = 0;
    let size = AT_ONCE;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, size);
      try {
        await this.#conclude(batch);
        this.#waiting.splice(0, batch.length);
        failures = 0;
        size = Math.min(AT_ONCE, size * 2);
      } catch (error) {
        failures += 1;
        size = Math.ceil(batch.length / 2);
        // One that fails alone goes behind the others: whatever is wrong with it holds up nobody else.
        if (batch.length === 1) this.#waiting.push(...this.#waiting.splice(0, 1));
        // Kept until they are written: should this process die first, their lease ends and they are unknown.
        this.#log.warn(
          { err: error, calls: batch.length, failures },
          'outcomes could not be written; trying again',
        );
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS * Math.min(10, failures)));
      }
    }
    this.#writing = undefined;
  }

  async #conclude(batch: readonly Waiting[]): Promise<void> {
    const recipients = new Set(batch.map(({ recipient }) => recipient));
    const calls = batch.map(({ call }) => call);
    await this.#messaging.units.run(this.#lane, recipients, (unit) => this.#concludes.execute(calls, unit));
  }
}
