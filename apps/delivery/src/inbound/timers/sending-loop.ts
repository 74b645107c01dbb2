import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Lane } from '@hermod/contracts';
import { Messaging } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { DataSource } from 'typeorm';
import { type ClosedCall, ConcludeMessages } from '../../application/conclude-messages.ts';
import { HandOverMessage } from '../../application/hand-over.ts';
import { OpenAttempts, type OpenedAttempt } from '../../application/open-attempts.ts';
import { RecoverAttempts } from '../../application/recover-attempts.ts';
import { SendingBell } from '../../application/sending-bell.ts';
import { InstanceLease } from '../../outbound/instance-lease.ts';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { anyQueued, findDue } from '../../storage/send-queue.ts';
import { ClosingBatches } from './closing-batches.ts';

const POLL_EVERY_MS: Readonly<Record<Lane, number>> = { plain: 100, urgent: 50 };
/** Behind this, what was read is too old to send by. */
const FRESH_WITHIN_MS = 1_500;
const AT_ONCE = 200;
const RECOVER_EVERY_MS = 1_000;

/** Sends what providers can take right now, a loop for each lane, and takes over what lost instances left. */
@Injectable()
export class SendingLoop implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #closing: Readonly<Record<Lane, ClosingBatches>>;
  readonly #calls = new Set<Promise<void>>();
  #loops: Promise<void>[] = [];
  #recovering: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Messaging) private readonly messaging: Messaging,
    @Inject(OpenAttempts) private readonly openAttempts: OpenAttempts,
    @Inject(HandOverMessage) private readonly handOver: HandOverMessage,
    @Inject(ConcludeMessages) conclude: ConcludeMessages,
    @Inject(RecoverAttempts) private readonly recoverAttempts: RecoverAttempts,
    @Inject(ProviderPools) private readonly pools: ProviderPools,
    @Inject(InstanceLease) private readonly lease: InstanceLease,
    @Inject(SendingBell) private readonly bell: SendingBell,
    @Inject(LOG) private readonly log: Logger,
  ) {
    const close = (lane: Lane): ClosingBatches => new ClosingBatches(lane, messaging, conclude, log);
    this.#closing = { plain: close('plain'), urgent: close('urgent') };
  }

  onApplicationBootstrap(): void {
    this.#loops = this.messaging.lanes.map((lane) => this.#loop(lane));
    let recovering = false;
    this.#recovering = setInterval(() => {
      if (recovering) return;
      recovering = true;
      this.recoverAttempts
        .execute()
        .catch((error: unknown) =>
          this.log.warn({ error: String(error) }, 'lost attempts could not be looked for'),
        )
        .finally(() => (recovering = false));
    }, RECOVER_EVERY_MS);
  }

  /** Starts no more calls, waits for those under way and writes down how they ended; then the lease may end. */
  async onModuleDestroy(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#recovering);
    for (const lane of this.messaging.lanes) this.bell.ring(lane);
    await Promise.all(this.#loops);
    await Promise.all(this.#calls);
    await Promise.all(Object.values(this.#closing).map((batches) => batches.drain()));
    await this.lease.end();
    await this.pools.close();
  }

  async #loop(lane: Lane): Promise<void> {
    while (!this.#isStopping) {
      let opened = 0;
      try {
        opened = await this.#sendOnce(lane);
      } catch (error) {
        this.log.warn({ lane, error: String(error) }, 'nothing could be sent; trying again');
      }
      if (opened === 0) await this.bell.wait(lane, POLL_EVERY_MS[lane]);
    }
  }

  async #sendOnce(lane: Lane): Promise<number> {
    const pool = this.pools.of(lane);
    const urgent = lane === 'urgent';
    if (!this.lease.isLive || !(await anyQueued(this.dataSource, urgent, pool.ids))) return 0;
    const caughtUp = this.messaging.caughtUp(lane);
    await caughtUp.refresh();
    let opened = 0;
    for (const provider of pool.ids) {
      const limit = Math.min(AT_ONCE, pool.free(provider));
      if (limit === 0) continue;
      const question = {
        urgent,
        provider,
        handledUpTo: caughtUp.allHandledUpTo,
        freshWithinMs: FRESH_WITHIN_MS,
        limit,
      };
      const due = await findDue(this.dataSource, question);
      if (due.length === 0) continue;
      const attempts = await this.openAttempts.execute(lane, due);
      for (const attempt of attempts) this.#start(lane, attempt);
      opened += attempts.length;
    }
    return opened;
  }

  #start(lane: Lane, attempt: OpenedAttempt): void {
    const call: Promise<void> = this.handOver.execute(lane, attempt).then((closed: ClosedCall) => {
      this.#calls.delete(call);
      this.#closing[lane].add(attempt.message.recipient, closed);
      // There is room in the provider's window again.
      this.bell.ring(lane);
    });
    this.#calls.add(call);
  }
}
