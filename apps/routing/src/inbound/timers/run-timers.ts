import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Lane } from '@hermod/contracts';
import { Messaging } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { FireTimers } from '../../application/fire-timers.ts';
import { RunTimerIndex } from '../../storage/run-timers.ts';
import { TimerWatermarks } from './timer-watermarks.ts';

const POLL_EVERY_MS = 100;
const AT_ONCE = 100;

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
    const watermarks = new TimerWatermarks(this.#messaging.partitions);
    while (!signal.aborted) {
      let found = 0;
      try {
        found = await this.#fire(lane, watermarks);
      } catch (error) {
        this.#log.warn({ lane, error: String(error) }, 'timers could not be fired; trying again');
      }
      if (found < AT_ONCE) await pause(POLL_EVERY_MS, signal);
    }
  }

  /** Returns how many were found; those of them that are held by others are found again. */
  async #fire(lane: Lane, watermarks: TimerWatermarks): Promise<number> {
    const urgent = lane === 'urgent';
    const where = watermarks.look(Date.now());
    const partitions = await this.#index.duePartitions(urgent, where);
    watermarks.looked(partitions, Date.now());
    if (partitions.size === 0) return 0;
    const caughtUp = this.#messaging.caughtUp(lane);
    await caughtUp.refresh();
    const due = await this.#index.findDue({
      urgent,
      where: where.filter(({ partition }) => partitions.has(partition)),
      handledUpTo: caughtUp.allHandledUpTo,
      limit: AT_ONCE,
    });
    if (due.length === 0) return 0;
    const fired = await this.#fireTimers.execute(lane, due);
    watermarks.chose(due, fired === due.length);
    return due.length;
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
