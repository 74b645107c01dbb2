import { type Lane, LANES } from '@hermod/contracts';
import { Messaging } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { type DueClick, HeldClicks } from '../../storage/held-clicks.ts';
import { RecordReceipts, type Report } from '../record-receipts.ts';
import { untilKafkaHasIt } from '../until-kafka-has-it.ts';

/** Two links of one message are followed at the same time by machines only. */
const SAME_TIME_MS = 1_000;
/** Long enough for whoever clicks at the same time to be met. */
const KEPT_MS = 60_000;
const MOST_AT_ONCE = 200;

/** Records clicks of messages with several links, once it shows whether a machine tries them all. */
@Injectable()
export class SettleHeldClicks {
  readonly #messaging: Messaging;
  readonly #heldClicks: HeldClicks;
  readonly #recordReceipts: RecordReceipts;
  #forgottenAt = 0;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(HeldClicks) heldClicks: HeldClicks,
    @Inject(RecordReceipts) recordReceipts: RecordReceipts,
  ) {
    this.#messaging = messaging;
    this.#heldClicks = heldClicks;
    this.#recordReceipts = recordReceipts;
  }

  /** @returns true when there may be more to settle at once. */
  async execute(now: Date): Promise<boolean> {
    const upTo = new Date(now.getTime() - SAME_TIME_MS);
    const due = await this.#heldClicks.due(upTo, SAME_TIME_MS, MOST_AT_ONCE);
    for (const lane of LANES)
      await this.#settle(
        lane,
        due.filter((click) => click.lane === lane),
      );
    await this.#forget(now.getTime());
    return due.length === MOST_AT_ONCE;
  }

  async #forget(nowMs: number): Promise<void> {
    if (nowMs - this.#forgottenAt < KEPT_MS) return;
    await this.#heldClicks.forget(new Date(nowMs - KEPT_MS));
    this.#forgottenAt = nowMs;
  }

  async #settle(lane: Lane, clicks: readonly DueClick[]): Promise<void> {
    if (clicks.length === 0) return;
    const recipients = new Set(clicks.map(({ recipient }) => recipient));
    await untilKafkaHasIt(this.#messaging.units, lane, recipients, async (unit) => {
      // Another instance may have settled some meanwhile.
      const own = await this.#heldClicks.settle(
        unit.sql,
        clicks.map(({ id }) => id),
      );
      await this.#recordReceipts.recordIn(unit, clicks.filter(({ id }) => own.has(id)).map(reportOf));
    });
  }
}

function reportOf({ messageId, recipient, runId, channel, lane, at, isBurst }: DueClick): Report {
  return {
    about: { messageId, recipient, runId, channel, lane },
    kind: 'clicked',
    ...(isBurst ? { weak: 'scanner' as const } : {}),
    at: at.toISOString(),
  };
}
