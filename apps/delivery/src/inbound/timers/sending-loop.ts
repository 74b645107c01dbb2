import type { Lane } from '@hermod/contracts';
import { Messaging } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CallAttempts } from '../../application/calls/call-attempts.ts';
import { OpenAttempts } from '../../application/opening/open-attempts.ts';
import { InstanceLease } from '../../outbound/instance-lease.ts';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { SendingBell } from '../../outbound/sending-bell.ts';
import { type QueueQuestion, SendQueueIndex } from '../../storage/send-queue.ts';

const POLL_EVERY_MS: Readonly<Record<Lane, number>> = { plain: 100, urgent: 50 };
/** At least this long from one look to the next, so that a look finds more than one message under load. */
const CYCLE_MS: Readonly<Record<Lane, number>> = { plain: 30, urgent: 0 };
/** Behind this, what was read is too old to send by. */
const FRESH_WITHIN_MS = 1_500;
/** Two seconds are promised; two commits and two samples lie between a reaction and our knowing that it was handled. */
const REACTIONS_FRESH_WITHIN_MS = 1_800;
const AT_ONCE = 200;
/**
 * Who answers most calls with errors is looked after this rarely: what is called again and again would otherwise take the
 * time of the others' messages. Urgent messages are few, and wait for nothing.
 */
const FAILING_CYCLE_MS = 500;
/** Fewer calls say nothing about a provider. */
const FAILING_AFTER_CALLS = 20;

/** Sends what providers can take right now, a loop for each lane. */
@Injectable()
export class SendingLoop implements OnApplicationBootstrap, OnModuleDestroy {
  #loops: Promise<void>[] = [];
  #isStopping = false;
  /** Until when a failing provider of the plain lane is left alone, in milliseconds of the monotonic clock. */
  readonly #restsUntilMs = new Map<string, number>();

  constructor(
    @Inject(SendQueueIndex) private readonly queue: SendQueueIndex,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(OpenAttempts) private readonly openAttempts: OpenAttempts,
    @Inject(CallAttempts) private readonly callAttempts: CallAttempts,
    @Inject(ProviderPools) private readonly pools: ProviderPools,
    @Inject(InstanceLease) private readonly lease: InstanceLease,
    @Inject(SendingBell) private readonly bell: SendingBell,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#loops = this.messaging.lanes.map((lane) => this.#loop(lane));
  }

  /** Starts no more calls, waits for those under way and writes down how they ended; then the lease may end. */
  async onModuleDestroy(): Promise<void> {
    this.#isStopping = true;
    for (const lane of this.messaging.lanes) this.bell.ring(lane);
    await Promise.all(this.#loops);
    await this.callAttempts.drain();
    await this.lease.end();
    await this.pools.close();
  }

  async #loop(lane: Lane): Promise<void> {
    while (!this.#isStopping) {
      let opened = 0;
      const startedAt = performance.now();
      try {
        opened = await this.#sendOnce(lane);
      } catch (error) {
        this.log.warn({ lane, err: error }, 'nothing could be sent; trying again');
      }
      if (opened === 0) await this.bell.wait(lane, POLL_EVERY_MS[lane]);
      else await pauseUntil(startedAt + CYCLE_MS[lane]);
    }
  }

  async #sendOnce(lane: Lane): Promise<number> {
    const pool = this.pools.of(lane);
    const urgent = lane === 'urgent';
    const nowMs = performance.now();
    const awake = pool.ids.filter((id) => urgent || (this.#restsUntilMs.get(id) ?? 0) <= nowMs);
    if (!this.lease.isLive || !(await this.queue.anyDue(urgent, awake))) return 0;
    const caughtUp = this.messaging.caughtUp(lane);
    await caughtUp.refresh();
    const view = {
      urgent,
      handledUpTo: caughtUp.allHandledUpTo,
      reactionsUpTo: caughtUp.allUpstreamUpTo,
      freshWithinMs: FRESH_WITHIN_MS,
      reactionsFreshWithinMs: REACTIONS_FRESH_WITHIN_MS,
    };
    let opened = 0;
    // One after the other: beside each other, a campaign's transactions would take the connections of the urgent lane.
    for (const provider of awake) opened += await this.#sendTo(provider, lane, { ...view, provider });
    return opened;
  }

  /** What goes wrong about one provider holds up no other. */
  async #sendTo(provider: string, lane: Lane, question: Omit<QueueQuestion, 'limit'>): Promise<number> {
    const limit = Math.min(AT_ONCE, this.pools.of(lane).free(provider));
    if (limit === 0) return 0;
    try {
      const due = await this.queue.findDue({ ...question, limit });
      if (due.length === 0) return 0;
      const attempts = await this.openAttempts.execute(lane, due);
      this.callAttempts.execute(lane, attempts);
      if (this.#isFailing(provider)) this.#restsUntilMs.set(provider, performance.now() + FAILING_CYCLE_MS);
      return attempts.length;
    } catch (error) {
      this.log.warn({ lane, provider, err: error }, 'nothing could be sent; trying again');
      return 0;
    }
  }

  #isFailing(provider: string): boolean {
    const { state, calls } = this.pools.healthOf(provider);
    return state === 'failing' && calls >= FAILING_AFTER_CALLS;
  }
}

function pauseUntil(at: number): Promise<void> {
  const ms = at - performance.now();
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
