import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Lane } from '@hermod/contracts';
import { Messaging } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { FireTimers } from '../../application/fire-timers.ts';
import { RunTimerIndex } from '../../storage/run-timers.ts';

const POLL_EVERY_MS = 100;
const AT_ONCE = 100;
/** Without the watermark this often, for timers that were set into the past. */
const SWEEP_EVERY_MS = 1_000;
const BEGINNING = new Date(0);

/** Looks for due timers, a loop for each lane, so that a campaign's timers hold up no one-time password. */
@Injectable()
export class RunTimers implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #index: RunTimerIndex;
  readonly #messaging: Messaging;
  readonly #fireTimers: FireTimers;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #loops: Promise<void>[] = [];

  constructor(
    @Inject(RunTimerIndex) index: RunTimerIndex,
    @Inject(Messaging) messaging: Messaging,
    @Inject(FireTimers) fireTimers: FireTimers,
    @Inject(LOG) log: Logger,
  ) {
    this.#index = index;
    this.#messaging = messaging;
    this.#fireTimers = fireTimers;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#loops = this.#messaging.lanes.map((lane) => this.#loop(lane));
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
  }

  async #loop(lane: Lane): Promise<void> {
    const { signal } = this.#stopping;
    const watermark = { from: BEGINNING, sweptAt: 0 };
    while (!signal.aborted) {
      let fired = 0;
      try {
        fired = await this.#fire(lane, watermark);
      } catch (error) {
        this.#log.warn({ lane, error: String(error) }, 'timers could not be fired; trying again');
      }
      if (fired < AT_ONCE) await pause(POLL_EVERY_MS, signal);
    }
  }

  async #fire(lane: Lane, watermark: { from: Date; sweptAt: number }): Promise<number> {
    const urgent = lane === 'urgent';
    if (!(await this.#index.anyDue(urgent))) return 0;
    const caughtUp = this.#messaging.caughtUp(lane);
    await caughtUp.refresh();
    if (Date.now() - watermark.sweptAt > SWEEP_EVERY_MS) {
      watermark.from = BEGINNING;
      watermark.sweptAt = Date.now();
    }
    const about = { urgent, handledUpTo: caughtUp.allHandledUpTo, from: watermark.from, limit: AT_ONCE };
    const due = await this.#index.findDue(about);
    if (due.length === 0) return 0;
    watermark.from = due.at(-1)!.dueAt;
    return this.#fireTimers.execute(lane, due);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
