import { contactPointId, deriveId, type InboundReceived } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints } from '../../storage/contact-points.ts';
import { ConsentLedger, type LedgerRecord } from '../../storage/ledger/consent-ledger.ts';
import { publishConsentChanged } from '../consents/publish-consent-changed.ts';
import type { Holder } from '../texts/heard-text.ts';
import { TellOtherHolders } from '../texts/tell-other-holders.ts';

/** Somebody has called a mail spam, as one of its copies tells of it. */
interface Complaint {
  /** The same for every copy and every replay: the id of the ledger entries. */
  readonly id: string;
  readonly addressHash: string;
  readonly holder: Holder;
  readonly reason: string | undefined;
  readonly provider: string;
  readonly at: Date;
  readonly traceparent: string | undefined;
}

/** A complaint withdraws marketing by email at that address, for everyone who holds it; it stands in their ledgers. */
@Injectable()
export class HeedComplaints {
  readonly #contactPoints: ContactPoints;
  readonly #ledger: ConsentLedger;
  readonly #tellOtherHolders: TellOtherHolders;

  constructor(
    @Inject(ContactPoints) contactPoints: ContactPoints,
    @Inject(ConsentLedger) ledger: ConsentLedger,
    @Inject(TellOtherHolders) tellOtherHolders: TellOtherHolders,
  ) {
    this.#contactPoints = contactPoints;
    this.#ledger = ledger;
    this.#tellOtherHolders = tellOtherHolders;
  }

  /** In any order and any number of times; an address that is gone by now is nobody's. */
  async execute(facts: readonly Received<InboundReceived>[], unit: UnitOfWork): Promise<void> {
    const told = facts.flatMap((fact) => complaintOf(fact, unit.now));
    if (told.length === 0) return;
    const held = await this.#contactPoints.addresses(
      unit.sql,
      told.map(({ holder }) => holder),
    );
    const complaints = told.filter(({ holder }) =>
      held.some((one) => one.recipient === holder.recipient && one.contactPoint === holder.contactPoint),
    );
    await this.#withdraw(complaints, unit);
    await this.#tellOtherHolders.execute(complaints, unit, (copies, follower) =>
      this.#withdraw(copies, follower),
    );
  }

  async #withdraw(complaints: readonly Complaint[], unit: UnitOfWork): Promise<void> {
    await this.#ledger.append(unit.sql, complaints.map(toEntry), unit.now);
    for (const { holder, id, at, traceparent } of complaints) {
      const { recipient, contactPoint } = holder;
      const scope = { channels: ['email' as const], purpose: 'marketing' as const, contactPoint };
      publishConsentChanged({ recipient, entry: id, state: 'withdrawn', scope, at, traceparent }, unit);
    }
  }
}

function complaintOf({ data, traceparent }: Received<InboundReceived>, now: Date): Complaint[] {
  const { kind, channel, address, addressHash, recipient, provider, providerMessageId, reason } = data;
  if (kind !== 'complaint' || channel !== 'email' || recipient === undefined) return [];
  return [
    {
      id: deriveId('complaint', addressHash, provider, providerMessageId ?? data.at),
      addressHash,
      holder: { recipient, contactPoint: contactPointId(recipient, 'email', address) },
      reason,
      provider,
      at: new Date(Math.min(Date.parse(data.at), now.getTime())),
      traceparent,
    },
  ];
}

function toEntry({ id, holder, reason, provider, at }: Complaint): LedgerRecord {
  return {
    ...holder,
    id,
    state: 'withdrawn',
    isSuppression: false,
    channel: 'email',
    purpose: 'marketing',
    topic: undefined,
    method: 'complaint',
    wording: undefined,
    wordingVersion: undefined,
    reason,
    at,
    recordedBy: provider,
  };
}
