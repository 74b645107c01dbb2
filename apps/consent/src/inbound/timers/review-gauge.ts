import { LOG } from '@hermod/service-host';
import { gaugeOf, type Logger, METRICS, Sampling } from '@hermod/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Reviews } from '../../storage/reviews.ts';

const EVERY_MS = 30_000;

/** Shows how long texts that may ask for an end wait for somebody to read them: the law sets days, not weeks. */
@Injectable()
export class ReviewGauge implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #oldest: Sampling<number>;

  constructor(@Inject(Reviews) reviews: Reviews, @Inject(LOG) log: Logger) {
    this.#oldest = new Sampling({
      name: 'reviews',
      everyMs: EVERY_MS,
      take: () => reviews.oldestSeconds(),
      onFailure: (error) => log.warn({ err: error, sample: 'reviews' }, 'a sample for metrics failed'),
    });
  }

  onApplicationBootstrap(): void {
    gaugeOf(METRICS.oldestReview, () =>
      this.#oldest.latest === undefined ? [] : [{ labels: {}, value: this.#oldest.latest }],
    );
    this.#oldest.start();
  }

  onModuleDestroy(): void {
    this.#oldest.stop();
  }
}
