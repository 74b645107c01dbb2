import { contactPointId } from '@hermod/contracts';
import type { InboundReceived } from '@hermod/contracts';
import { Messaging, type Received, type UnitOfWork } from '@hermod/messaging';
import { LOG } from '@hermod/service-host';
import { describeError, type Logger } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints } from '../storage/contact-points.ts';
import { ApplyOptOuts } from './apply-opt-outs.ts';
import { type OptOutText, optOutTextsOf } from './opt-out-text.ts';

/** What comes in about a contact point: STOP, START, a dead token. Everything else is nothing to consent. */
@Injectable()
export class HeedInbound {
  readonly #applyOptOuts: ApplyOptOuts;
  readonly #contactPoints: ContactPoints;
  readonly #messaging: Messaging;
  readonly #log: Logger;

  constructor(
    @Inject(ApplyOptOuts) applyOptOuts: ApplyOptOuts,
    @Inject(ContactPoints) contactPoints: ContactPoints,
    @Inject(Messaging) messaging: Messaging,
    @Inject(LOG) log: Logger,
  ) {
    this.#applyOptOuts = applyOptOuts;
    this.#contactPoints = contactPoints;
    this.#messaging = messaging;
    this.#log = log;
  }

  async execute(facts: readonly Received<InboundReceived>[], unit: UnitOfWork): Promise<void> {
    const texts = optOutTextsOf(facts, unit.now);
    await this.#applyOptOuts.execute(texts, unit);
    await this.#contactPoints.retire(unit.sql, deadTokens(facts));
    const aboutAddresses = texts.filter(({ recipient }) => recipient === undefined);
    if (aboutAddresses.length > 0) await this.#tellHolders(aboutAddresses, unit);
  }

  /**
   * Receipts tells the holders it knows; whoever stored the number a moment ago is known here only. Their locks
   * can't be taken on top of the ones this unit holds (one lock order), so a unit of its own follows. What is
   * decided from now on is refused in any case: this is for what was permitted before, and may be lost with the
   * process.
   */
  async #tellHolders(texts: readonly OptOutText[], unit: UnitOfWork): Promise<void> {
    const hashes = texts.map(({ addressHash }) => addressHash);
    const holders = await this.#contactPoints.holders(unit.sql, hashes);
    const copies = texts.flatMap((text) =>
      (holders.get(text.addressHash) ?? []).map((recipient) => ({ ...text, recipient })),
    );
    if (copies.length === 0) return;
    const recipients = copies.map(({ recipient }) => recipient);
    unit.afterCommit(() => {
      this.#messaging.units
        .run(unit.lane, recipients, (follower) => this.#applyOptOuts.execute(copies, follower))
        .catch((error: unknown) =>
          this.#log.error({ err: describeError(error) }, 'holders of a suppressed address were not told'),
        );
    });
  }
}

function deadTokens(facts: readonly Received<InboundReceived>[]) {
  return facts.flatMap(({ data: { kind, channel, address, recipient, at } }) =>
    kind === 'dead-token' && channel === 'push' && recipient !== undefined
      ? [{ recipient, contactPoint: contactPointId(recipient, 'push', address), at: new Date(at) }]
      : [],
  );
}
