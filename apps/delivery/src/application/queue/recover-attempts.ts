import { Inject, Injectable } from '@nestjs/common';
import { Messaging } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import { counterOf, type Logger, METRICS } from '@hermod/telemetry';
import { Leases } from '../../storage/leases.ts';
import { ConcludeMessages } from '../outcomes/conclude-messages.ts';

const AT_ONCE = 200;

const takenOver = counterOf(METRICS.takenOver);

/** What an instance had started when it lost its lease may have been sent: it is unknown from now on. */
@Injectable()
export class RecoverAttempts {
  readonly #leases: Leases;
  readonly #messaging: Messaging;
  readonly #conclude: ConcludeMessages;
  readonly #log: Logger;

  constructor(
    @Inject(Leases) leases: Leases,
    @Inject(Messaging) messaging: Messaging,
    @Inject(ConcludeMessages) conclude: ConcludeMessages,
    @Inject(LOG) log: Logger,
  ) {
    this.#leases = leases;
    this.#messaging = messaging;
    this.#conclude = conclude;
    this.#log = log;
  }

  /** Returns how many attempts were found. */
  async execute(): Promise<number> {
    const orphans = await this.#leases.findOrphans(AT_ONCE);
    for (const lane of this.#messaging.lanes) {
      const own = orphans.filter(({ urgent }) => (lane === 'urgent') === urgent);
      if (own.length === 0) continue;
      await this.#messaging.units.runFree(
        lane,
        new Set(own.map(({ recipient }) => recipient)),
        async (unit) => {
          const held = own.filter(({ recipient }) => unit.holds(recipient));
          const reason = 'INSTANCE_LOST: it was started by an instance that is gone';
          const calls = held.map(({ id, messageId, lease, startedAt }) => ({
            messageId,
            closing: { id, lease, state: 'unknown' as const, calledAt: startedAt, reason },
          }));
          await this.#conclude.execute(calls, unit);
          unit.afterCommit(() => takenOver.inc(undefined, calls.length));
        },
      );
      this.#log.warn({ lane, attempts: own.length }, 'attempts of a lost instance are unknown');
    }
    return orphans.length;
  }
}
