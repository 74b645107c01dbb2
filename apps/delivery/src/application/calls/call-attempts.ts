import type { Lane } from '@hermod/contracts';
import { Messaging } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import type { Logger } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { SendingBell } from '../../outbound/sending-bell.ts';
import { ClosingBatches } from '../outcomes/closing-batches.ts';
import { ConcludeMessages } from '../outcomes/conclude-messages.ts';
import { HandOverMessage } from './hand-over.ts';
import type { OpenedAttempt } from '../opening/open-attempts.ts';
import { TakeBackMessages } from '../withdrawals/take-back-messages.ts';

/** Starts the calls of opened attempts at once and closes them in batches as they end. */
@Injectable()
export class CallAttempts {
  readonly #handOver: HandOverMessage;
  readonly #bell: SendingBell;
  readonly #pools: ProviderPools;
  readonly #takeBack: TakeBackMessages;
  readonly #closing: Readonly<Record<Lane, ClosingBatches>>;
  readonly #calls = new Set<Promise<void>>();

  constructor(
    @Inject(HandOverMessage) handOver: HandOverMessage,
    @Inject(ConcludeMessages) conclude: ConcludeMessages,
    @Inject(Messaging) messaging: Messaging,
    @Inject(SendingBell) bell: SendingBell,
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(TakeBackMessages) takeBack: TakeBackMessages,
    @Inject(LOG) log: Logger,
  ) {
    this.#handOver = handOver;
    this.#bell = bell;
    this.#pools = pools;
    this.#takeBack = takeBack;
    const close = (lane: Lane): ClosingBatches => new ClosingBatches(lane, messaging, conclude, log);
    this.#closing = { plain: close('plain'), urgent: close('urgent') };
  }

  execute(lane: Lane, attempts: readonly OpenedAttempt[]): void {
    for (const attempt of attempts) {
      const call: Promise<void> = this.#handOver.execute(lane, attempt).then((closed) => {
        this.#calls.delete(call);
        this.#closing[lane].add(attempt.message.recipient, closed);
        // The provider's window was full: there is room again.
        if (this.#pools.of(lane).free(attempt.attempt.provider) <= 1) this.#bell.ring(lane);
      });
      this.#calls.add(call);
    }
  }

  /** Resolves when every call under way has ended and is written down. */
  async drain(): Promise<void> {
    await Promise.all(this.#calls);
    await Promise.all(Object.values(this.#closing).map((batches) => batches.drain()));
    // What was written down last may have been withdrawn meanwhile.
    await this.#takeBack.drain();
  }
}
