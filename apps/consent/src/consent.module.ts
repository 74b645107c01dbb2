import { ENV, type ServiceDefinition } from '@hermod/service-host';
import { Module } from '@nestjs/common';
import { ApplyOptOuts } from './application/apply-opt-outs.ts';
import { EraseRecipient } from './application/erase-recipient.ts';
import { GiveCapsBack } from './application/give-caps-back.ts';
import { HeedInbound } from './application/heed-inbound.ts';
import { ImportRecipients } from './application/import-recipients.ts';
import { PreviewDecision } from './application/preview-decision.ts';
import { ShowDecisions } from './application/show-decisions.ts';
import { ShowErasure } from './application/show-erasure.ts';
import { ShowLedger } from './application/show-ledger.ts';
import { ShowRecipient } from './application/show-recipient.ts';
import { DecideMessages } from './application/decide-messages.ts';
import { MarkWithdrawn } from './application/mark-withdrawn.ts';
import { RecordConsents } from './application/record-consents.ts';
import { StoreRecipients } from './application/store-recipients.ts';
import { ConsentsController } from './inbound/http/consents-controller.ts';
import { RecipientsController } from './inbound/http/recipients-controller.ts';
import { DecisionsController } from './inbound/http/decisions-controller.ts';
import { DecisionsListController } from './inbound/http/decisions-list-controller.ts';
import { PolicyController } from './inbound/http/policy-controller.ts';
import { ImportController } from './inbound/http/import-controller.ts';
import { SnapshotsController } from './inbound/http/snapshots-controller.ts';
import { StreamedBodies } from './inbound/http/streamed-bodies.ts';
import { OnInboundReceived } from './inbound/kafka/on-inbound-received.ts';
import { OnMessageRequested } from './inbound/kafka/on-message-requested.ts';
import { OnMessageWithdrawn } from './inbound/kafka/on-message-withdrawn.ts';
import { readRuleBook, RULE_BOOK } from './rule-book.ts';
import { ConsentLedger } from './storage/consent-ledger.ts';
import { ConsentUses } from './storage/consent-uses.ts';
import { CountedMessages } from './storage/counted-messages.ts';
import { DecisionFactsStore } from './storage/decision-facts.ts';
import { DecisionLog } from './storage/decision-log.ts';
import { Decisions } from './storage/decisions.ts';
import { Consent1700000003000 } from './storage/migrations/1700000003000-consent.ts';
import { Rules1700000005000 } from './storage/migrations/1700000005000-rules.ts';
import { LedgerEvidence1700000005100 } from './storage/migrations/1700000005100-ledger-evidence.ts';
import { DecisionsOfRecipient1700000005500 } from './storage/migrations/1700000005500-decisions-of-recipient.ts';
import { ContactPointRow } from './storage/contact-point-row.ts';
import { ContactPoints } from './storage/contact-points.ts';
import { Policies } from './storage/policies.ts';
import { RecipientRow } from './storage/recipient-row.ts';
import { RecipientSnapshot } from './storage/recipient-snapshot.ts';
import { Recipients } from './storage/recipients.ts';
import { Suppressions } from './storage/suppressions.ts';

const KAFKA = [OnMessageRequested, OnMessageWithdrawn, OnInboundReceived];
const HTTP = [
  ImportController,
  RecipientsController,
  ConsentsController,
  DecisionsController,
  DecisionsListController,
  PolicyController,
  SnapshotsController,
];
const APPLICATION = [
  ApplyOptOuts,
  DecideMessages,
  EraseRecipient,
  GiveCapsBack,
  HeedInbound,
  ImportRecipients,
  MarkWithdrawn,
  PreviewDecision,
  RecordConsents,
  ShowDecisions,
  ShowErasure,
  ShowLedger,
  ShowRecipient,
  StoreRecipients,
];
const STORAGE = [
  ConsentLedger,
  ConsentUses,
  ContactPoints,
  CountedMessages,
  DecisionFactsStore,
  DecisionLog,
  Decisions,
  Policies,
  RecipientSnapshot,
  Recipients,
  Suppressions,
];

const RULES = { provide: RULE_BOOK, inject: [ENV], useFactory: readRuleBook };

@Module({ controllers: [...KAFKA, ...HTTP], providers: [...APPLICATION, ...STORAGE, StreamedBodies, RULES] })
class ConsentModule {}

/** The consent service: recipients and what may be said to them. It has no timers, so it watches nothing. */
export const CONSENT: ServiceDefinition = {
  service: 'consent',
  module: ConsentModule,
  entities: [RecipientRow, ContactPointRow],
  migrations: [Consent1700000003000, Rules1700000005000, LedgerEvidence1700000005100, DecisionsOfRecipient1700000005500],
  watch: [],
};
