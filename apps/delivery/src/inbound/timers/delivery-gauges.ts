import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOG } from '@hermod/service-host';
import { gaugeOf, type Logger, METRICS, Sampling } from '@hermod/telemetry';
import { AuditOptOuts } from '../../application/people/audit-opt-outs.ts';
import { showPossibleDuplicatesOf } from '../../application/calls/measure-call.ts';
import { InstanceLease } from '../../outbound/instance-lease.ts';
import { ProviderPools } from '../../outbound/provider-pools.ts';
import { DeliveryState, type OpenAttemptState, type QueueState } from '../../storage/delivery-state.ts';

/** Shows what waits and what was promised: claimed attempts, unknown ones, the queue, the lease, and opt-outs obeyed. */
@Injectable()
export class DeliveryGauges implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #lease: InstanceLease;
  readonly #providers: readonly string[];
  readonly #attempts: Sampling<OpenAttemptState>;
  readonly #queues: Sampling<readonly QueueState[]>;
  readonly #audit: Sampling<void>;

  constructor(
    @Inject(DeliveryState) state: DeliveryState,
    @Inject(AuditOptOuts) audit: AuditOptOuts,
    @Inject(ProviderPools) pools: ProviderPools,
    @Inject(InstanceLease) lease: InstanceLease,
    @Inject(LOG) log: Logger,
  ) {
    this.#lease = lease;
    this.#providers = pools.of('plain').ids;
    const sampling = <T>(name: string, take: () => Promise<T>): Sampling<T> =>
      new Sampling({
        name,
        take,
        onFailure: (error) => log.warn({ err: error, sample: name }, 'a sample for metrics failed'),
      });
    this.#attempts = sampling('attempts', () => state.attempts());
    this.#queues = sampling('queues', () => state.queues(this.#providers));
    this.#audit = sampling('opt-outs', () => audit.execute());
  }

  onApplicationBootstrap(): void {
    const ofAttempts = (read: (state: OpenAttemptState) => number) => () =>
      this.#attempts.latest === undefined ? [] : [{ labels: {}, value: read(this.#attempts.latest) }];
    const ofQueues = (read: (state: QueueState) => number) => () =>
      (this.#queues.latest ?? []).map((state) => ({ labels: { lane: state.lane }, value: read(state) }));
    gaugeOf(
      METRICS.unfinished,
      ofAttempts(({ unfinished }) => unfinished),
    );
    gaugeOf(
      METRICS.unfinishedAge,
      ofAttempts(({ unfinishedSeconds }) => unfinishedSeconds),
    );
    gaugeOf(
      METRICS.unknown,
      ofAttempts(({ unknown }) => unknown),
    );
    gaugeOf(
      METRICS.queueDue,
      ofQueues(({ due }) => due),
    );
    gaugeOf(
      METRICS.queueAge,
      ofQueues(({ oldestSeconds }) => oldestSeconds),
    );
    gaugeOf(METRICS.leaseLive, () => [{ labels: {}, value: this.#lease.isLive ? 1 : 0 }]);
    showPossibleDuplicatesOf(this.#providers);
    for (const sampling of [this.#attempts, this.#queues, this.#audit]) sampling.start();
  }

  onModuleDestroy(): void {
    for (const sampling of [this.#attempts, this.#queues, this.#audit]) sampling.stop();
  }
}
