import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Lane } from '@hermod/contracts';
import { Messaging } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { FireTimers } from '../../application/runs/fire-timers.ts';
import { type DueTimer, RunTimerIndex } from '../../storage/run-timers.ts';
import { fireApart } from './fire-apart.ts';
import { TimerWatermarks } from './timer-watermarks.ts';

const POLL_EVERY_MS = 100;
const AT_ONCE = 100;
/** A timer that can't be fired is left alone for so long. */
const LEAVE_ALONE_MS = 60_000;

/** Looks for due timers, a loop for each lane, so that a campaign's timers hold up no one-time password. */
@Injectable()
export class RunTimers implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #index: RunTimerIndex;
  readonly #messaging: Messaging;
  readonly #fireTimers: FireTimers;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  /** Until when runs are left alone whose timers can't be fired, milliseconds of the epoch. */
  readonly #leftAlone = new Map<string, number>();
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
    watermarks.chose(due, await this.#fireAll(lane, due));
    return due.length;
  }

  /** Returns whether nothing is left of them that may fire in a moment, as when another instance holds a recipient. */
  async #fireAll(lane: Lane, due: readonly DueTimer[]): Promise<boolean> {
    const now = Date.now();
    for (const [runId, until] of this.#leftAlone) if (until <= now) this.#leftAlone.delete(runId);
    const able = due.filter(({ runId }) => !this.#leftAlone.has(runId));
    if (able.length === 0) return true;
    const { fired, failed } = await fireApart(able, (timers) => this.#fireTimers.execute(lane, timers));
    for (const { timer, error } of failed) {
      this.#leftAlone.set(timer.runId, now + LEAVE_ALONE_MS);
      const about = { lane, run: timer.runId, error: String(error) };
      this.#log.error(about, 'a timer can not be fired; it is tried again in a minute');
    }
    return fired + failed.length === able.length;
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
