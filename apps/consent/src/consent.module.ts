import { ENV, type ServiceDefinition } from '@hermod/service-host';
import { Module } from '@nestjs/common';
import { ApplyOptOuts } from './application/texts/apply-opt-outs.ts';
import { AnswerCommands } from './application/texts/answer-commands.ts';
import { HeedComplaints } from './application/contact-points/heed-complaints.ts';
import { HeedTroubles } from './application/contact-points/heed-troubles.ts';
import { RestoreContactPoint } from './application/contact-points/restore-contact-point.ts';
import { ConfirmOptIns } from './application/texts/confirm-opt-ins.ts';
import { RecordObjections } from './application/texts/record-objections.ts';
import { RecordProviderOptOuts } from './application/texts/record-provider-opt-outs.ts';
import { TellOtherHolders } from './application/texts/tell-other-holders.ts';
import { AnswerPerson } from './application/replies/answer-person.ts';
import { AskForConfirmation } from './application/replies/ask-for-confirmation.ts';
import { SettleReview } from './application/reviews/settle-review.ts';
import { EraseRecipient } from './application/recipients/erase-recipient.ts';
import { GiveCapsBack } from './application/decisions/give-caps-back.ts';
import { HeedInbound } from './application/texts/heed-inbound.ts';
import { ImportConsents } from './application/consents/import-consents.ts';
import { ImportRecipients } from './application/recipients/import-recipients.ts';
import { PreviewDecision } from './application/decisions/preview-decision.ts';
import { ShowDecisions } from './application/decisions/show-decisions.ts';
import { ExportConsent } from './application/recipients/export-consent.ts';
import { ExportsController } from './inbound/http/exports-controller.ts';
import { ShowErasure } from './application/recipients/show-erasure.ts';
import { ShowLedger } from './application/consents/show-ledger.ts';
import { ShowRecipient } from './application/recipients/show-recipient.ts';
import { DecideMessages } from './application/decisions/decide-messages.ts';
import { MarkWithdrawn } from './application/decisions/mark-withdrawn.ts';
import { SavePreferences } from './application/preferences/save-preferences.ts';
import { SetPreferences } from './application/preferences/set-preferences.ts';
import { ShowPreferences } from './application/preferences/show-preferences.ts';
import { Unsubscribe } from './application/preferences/unsubscribe.ts';
import { RecordConsents } from './application/consents/record-consents.ts';
import { StoreRecipients } from './application/recipients/store-recipients.ts';
import { ConsentsController } from './inbound/http/consents-controller.ts';
import { ConsentsImportController } from './inbound/http/imports/consents-import-controller.ts';
import { RecipientsController } from './inbound/http/recipients-controller.ts';
import { DecisionsController } from './inbound/http/decisions-controller.ts';
import { DecisionsListController } from './inbound/http/decisions-list-controller.ts';
import { PreferencePageController } from './inbound/http/preferences/preference-page-controller.ts';
import { PreferencesController } from './inbound/http/preferences/preferences-controller.ts';
import { UnsubscribeController } from './inbound/http/preferences/unsubscribe-controller.ts';
import { FormBodies } from './inbound/http/preferences/form-bodies.ts';
import { PolicyController } from './inbound/http/policy-controller.ts';
import { ReviewsController } from './inbound/http/reviews-controller.ts';
import { RecipientsImportController } from './inbound/http/imports/recipients-import-controller.ts';
import { SnapshotsController } from './inbound/http/snapshots-controller.ts';
import { StreamedBodies } from './inbound/http/imports/streamed-bodies.ts';
import { OnInboundReceived } from './inbound/kafka/on-inbound-received.ts';
import { OnMessageAttempted } from './inbound/kafka/on-message-attempted.ts';
import { OnMessageRequested } from './inbound/kafka/on-message-requested.ts';
import { OnMessageWithdrawn } from './inbound/kafka/on-message-withdrawn.ts';
import { LAW, readLaw } from './law.ts';
import { ConsentLedger } from './storage/ledger/consent-ledger.ts';
import { ConsentUses } from './storage/consent-uses.ts';
import { CountedMessages } from './storage/counted-messages.ts';
import { DecisionFactsStore } from './storage/decision-facts.ts';
import { DecisionLog } from './storage/decision-log.ts';
import { Decisions } from './storage/decisions.ts';
import { Consent1700000003000 } from './storage/migrations/1700000003000-consent.ts';
import { LedgerProof1700000005110 } from './storage/migrations/1700000005110-ledger-proof.ts';
import { LedgerAudit } from './storage/ledger/ledger-audit.ts';
import { LedgerDays } from './storage/ledger/ledger-days.ts';
import { THE_SEALS } from './storage/ledger/ledger-seals.ts';
import { CloseLedgerDays } from './application/consents/close-ledger-days.ts';
import { LedgerController } from './inbound/http/ledger-controller.ts';
import { ForgetCountedLoop } from './inbound/timers/forget-counted-loop.ts';
import { LedgerDaysLoop } from './inbound/timers/ledger-days-loop.ts';
import { ReviewGauge } from './inbound/timers/review-gauge.ts';
import { Rules1700000005000 } from './storage/migrations/1700000005000-rules.ts';
import { LedgerEvidence1700000005100 } from './storage/migrations/1700000005100-ledger-evidence.ts';
import { RepliesAndReviews1700000005200 } from './storage/migrations/1700000005200-replies-and-reviews.ts';
import { Rights1700000005400 } from './storage/migrations/1700000005400-rights.ts';
import { RightsRecords } from './storage/rights-records.ts';
import { Preferences1700000005300 } from './storage/migrations/1700000005300-preferences.ts';
import { DecisionsOfRecipient1700000005500 } from './storage/migrations/1700000005500-decisions-of-recipient.ts';
import { ContactPointHealth } from './storage/contact-point-health.ts';
import { ContactPointHealth1700000006000 } from './storage/migrations/1700000006000-contact-point-health.ts';
import { ContactPointRow } from './storage/contact-point-row.ts';
import { ContactPoints } from './storage/contact-points.ts';
import { Policies } from './storage/policies.ts';
import { Preferences } from './storage/preferences.ts';
import { ReachableRecipients } from './storage/reachable-recipients.ts';
import { RecipientRow } from './storage/recipient-row.ts';
import { RecipientSnapshot } from './storage/recipient-snapshot.ts';
import { Recipients } from './storage/recipients.ts';
import { Suppressions } from './storage/suppressions.ts';
import { AnsweredNumbers } from './storage/answered-numbers.ts';
import { Listeners } from './storage/listeners.ts';
import { OptInQuestions } from './storage/opt-in-questions.ts';
import { Reviews } from './storage/reviews.ts';

const KAFKA = [OnMessageRequested, OnMessageWithdrawn, OnInboundReceived, OnMessageAttempted];
const HTTP = [
  RecipientsImportController,
  ConsentsImportController,
  RecipientsController,
  ConsentsController,
  DecisionsController,
  LedgerController,
  DecisionsListController,
  PolicyController,
  PreferencePageController,
  PreferencesController,
  UnsubscribeController,
  ReviewsController,
  ExportsController,
  SnapshotsController,
];
const APPLICATION = [
  AnswerCommands,
  AnswerPerson,
  ApplyOptOuts,
  AskForConfirmation,
  CloseLedgerDays,
  ConfirmOptIns,
  DecideMessages,
  EraseRecipient,
  ExportConsent,
  GiveCapsBack,
  HeedComplaints,
  HeedInbound,
  HeedTroubles,
  ImportConsents,
  ImportRecipients,
  MarkWithdrawn,
  PreviewDecision,
  RecordConsents,
  RecordObjections,
  RecordProviderOptOuts,
  RestoreContactPoint,
  SavePreferences,
  SetPreferences,
  ShowPreferences,
  Unsubscribe,
  SettleReview,
  TellOtherHolders,
  ShowDecisions,
  ShowErasure,
  ShowLedger,
  ShowRecipient,
  StoreRecipients,
];
const STORAGE = [
  RightsRecords,
  AnsweredNumbers,
  Listeners,
  OptInQuestions,
  Reviews,
  ConsentLedger,
  ConsentUses,
  ContactPointHealth,
  ContactPoints,
  CountedMessages,
  DecisionFactsStore,
  LedgerAudit,
  LedgerDays,
  DecisionLog,
  Decisions,
  Policies,
  Preferences,
  ReachableRecipients,
  RecipientSnapshot,
  Recipients,
  Suppressions,
];

const THE_LAW = { provide: LAW, inject: [ENV], useFactory: readLaw };

@Module({
  controllers: [...KAFKA, ...HTTP],
  providers: [
    ...APPLICATION,
    ...STORAGE,
    StreamedBodies,
    FormBodies,
    THE_LAW,
    THE_SEALS,
    ForgetCountedLoop,
    LedgerDaysLoop,
    ReviewGauge,
  ],
})
class ConsentModule {}

/** The consent service: recipients and what may be said to them. Its timers wait for no fact, so it watches nothing. */
export const CONSENT: ServiceDefinition = {
  service: 'consent',
  module: ConsentModule,
  entities: [RecipientRow, ContactPointRow],
  migrations: [
    Consent1700000003000,
    Rules1700000005000,
    LedgerEvidence1700000005100,
    LedgerProof1700000005110,
    RepliesAndReviews1700000005200,
    Preferences1700000005300,
    Rights1700000005400,
    DecisionsOfRecipient1700000005500,
    ContactPointHealth1700000006000,
  ],
  watch: [],
  // Every message waits here on its way: a decision is made soon rather than together with others.
  maxPlainLingerMs: 20,
};
