import { Messaging, type UnitOfWork } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import { describeError, type Logger } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints } from '../../storage/contact-points.ts';
import type { Holder } from './heard-text.ts';

/** Something that was heard about an address, and whom this unit of work has told already. */
export interface HeardOfAddress {
  readonly addressHash: string;
  readonly holder: Holder | undefined;
}

/**
 * Tells those who hold an address but have no copy of a text about it. Receipts tells the holders it knows; whoever stored
 * the number a moment ago is known here only. Their locks can't be taken on top of the ones this unit holds (one lock
 * order), so a unit of its own follows. What is decided from now on is refused in any case: this is for what was
 * permitted before, and may be lost with the process.
 */
@Injectable()
export class TellOtherHolders {
  readonly #contactPoints: ContactPoints;
  readonly #messaging: Messaging;
  readonly #log: Logger;

  constructor(
    @Inject(ContactPoints) contactPoints: ContactPoints,
    @Inject(Messaging) messaging: Messaging,
    @Inject(LOG) log: Logger,
  ) {
    this.#contactPoints = contactPoints;
    this.#messaging = messaging;
    this.#log = log;
  }

  /** @param tell does for copies of the other holders what was done for these; a repeat has to do no harm. */
  async execute<T extends HeardOfAddress>(
    heard: readonly T[],
    unit: UnitOfWork,
    tell: (copies: readonly T[], follower: UnitOfWork) => Promise<unknown>,
  ): Promise<void> {
    if (heard.length === 0) return;
    const hashes = new Set(heard.map(({ addressHash }) => addressHash));
    const held = await this.#contactPoints.heldPoints(unit.sql, [...hashes]);
    const copies = heard.flatMap((one) =>
      held
        .filter(({ addressHash }) => addressHash === one.addressHash)
        .filter(({ recipient }) => recipient !== one.holder?.recipient)
        .map(({ recipient, contactPoint }) => ({ ...one, holder: { recipient, contactPoint } })),
    );
    if (copies.length === 0) return;
    const recipients = copies.map(({ holder }) => holder.recipient);
    unit.afterCommit(() => {
      this.#messaging.units
        .run(unit.lane, recipients, (follower) => tell(copies, follower))
        .catch((error: unknown) =>
          this.#log.error({ err: describeError(error) }, 'holders of an address were not told'),
        );
    });
  }
}
