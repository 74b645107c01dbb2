import type { ServiceDefinition } from '@hermod/service-host';
import { Module } from '@nestjs/common';
import { DecideMessages } from './application/decide-messages.ts';
import { MarkWithdrawn } from './application/mark-withdrawn.ts';
import { RecordConsents } from './application/record-consents.ts';
import { StoreRecipients } from './application/store-recipients.ts';
import { ConsentsController } from './inbound/http/consents-controller.ts';
import { RecipientsController } from './inbound/http/recipients-controller.ts';
import { OnMessageRequested } from './inbound/kafka/on-message-requested.ts';
import { OnMessageWithdrawn } from './inbound/kafka/on-message-withdrawn.ts';
import { ConsentLedger } from './storage/consent-ledger.ts';
import { DecisionFactsStore } from './storage/decision-facts.ts';
import { Decisions } from './storage/decisions.ts';
import { Consent1700000001000 } from './storage/migrations/consent-1700000001000.ts';
import { Recipients } from './storage/recipients.ts';

@Module({
  controllers: [OnMessageRequested, OnMessageWithdrawn, RecipientsController, ConsentsController],
  providers: [
    DecideMessages,
    MarkWithdrawn,
    RecordConsents,
    StoreRecipients,
    ConsentLedger,
    DecisionFactsStore,
    Decisions,
    Recipients,
  ],
})
class ConsentModule {}

/** The consent service: recipients and what may be said to them. It has no timers, so it watches nothing. */
export const CONSENT: ServiceDefinition = {
  service: 'consent',
  module: ConsentModule,
  entities: [],
  migrations: [Consent1700000001000],
  watch: [],
};
