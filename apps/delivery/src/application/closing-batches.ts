import type { Lane } from '@hermod/contracts';
import type { Messaging } from '@hermod/messaging';
import type { Logger } from '@hermod/telemetry';
import type { ClosedCall, ConcludeMessages } from './conclude-messages.ts';

const AT_ONCE = 200;
const RETRY_AFTER_MS = 200;
/** What ends within this time is written together: nobody waits for it but the next rung. */
const GATHER_MS: Readonly<Record<Lane, number>> = { plain: 30, urgent: 0 };

/** Closing: how calls ended is written in batches, whatever has come in while the last batch was written. */
export class ClosingBatches {
  readonly #lane: Lane;
  readonly #messaging: Messaging;
  readonly #conclude: ConcludeMessages;
  readonly #log: Logger;
  #waiting: { recipient: string; call: ClosedCall }[] = [];
  #writing: Promise<void> | undefined;

  constructor(lane: Lane, messaging: Messaging, conclude: ConcludeMessages, log: Logger) {
    this.#lane = lane;
    this.#messaging = messaging;
    this.#conclude = conclude;
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
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, AT_ONCE);
      try {
        const recipients = new Set(batch.map(({ recipient }) => recipient));
        const calls = batch.map(({ call }) => call);
        await this.#messaging.units.run(this.#lane, recipients, (unit) =>
          this.#conclude.execute(calls, unit),
        );
        this.#waiting.splice(0, batch.length);
        failures = 0;
      } catch (error) {
        failures += 1;
        // Kept until they are written: should this process die first, their lease ends and they are unknown.
        this.#log.warn(
          { error: String(error), calls: batch.length, failures },
          'outcomes could not be written; trying again',
        );
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS * Math.min(10, failures)));
      }
    }
    this.#writing = undefined;
  }
}
