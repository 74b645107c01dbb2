import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Messaging } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import { gaugeOf, type Logger, METRICS, Sampling } from '@hermod/telemetry';
import { type OverdueTimers, RunTimerIndex } from '../../storage/run-timers.ts';

/** Shows timers that are overdue: they wait for what could cancel them, or nobody fires them. */
@Injectable()
export class TimerGauges implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #sampling: Sampling<readonly OverdueTimers[]>;

  constructor(
    @Inject(RunTimerIndex) index: RunTimerIndex,
    @Inject(Messaging) messaging: Messaging,
    @Inject(LOG) log: Logger,
  ) {
    this.#sampling = new Sampling({
      name: 'timers',
      take: () => index.overdue(messaging.partitions),
      onFailure: (error) => log.warn({ err: error }, 'overdue timers could not be counted'),
    });
  }

  onApplicationBootstrap(): void {
    const read = (value: (timers: OverdueTimers) => number) => () =>
      (this.#sampling.latest ?? []).map((timers) => ({
        labels: { lane: timers.lane },
        value: value(timers),
      }));
    gaugeOf(
      METRICS.timersOverdue,
      read(({ count }) => count),
    );
    gaugeOf(
      METRICS.timerOverdue,
      read(({ oldestSeconds }) => oldestSeconds),
    );
    this.#sampling.start();
  }

  onModuleDestroy(): void {
    this.#sampling.stop();
  }
}
