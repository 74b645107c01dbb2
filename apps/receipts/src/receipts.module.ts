import { createReceiptReaders, createReceiptStreams } from '@hermod/providers';
import { CONFIG, ENV, type ServiceConfig, type ServiceDefinition } from '@hermod/service-host';
import { Module, type Provider } from '@nestjs/common';
import { KeepContactPoints } from './application/keep-contact-points.ts';
import { RECEIPT_READERS, ReceiveWebhook } from './application/receive-webhook.ts';
import { RecordAnswer } from './application/links/record-answer.ts';
import { RecordVisit } from './application/links/record-visit.ts';
import { SettleHeldClicks } from './application/links/settle-held-clicks.ts';
import { MatchReports } from './application/match-reports.ts';
import { RecordContactPoint } from './application/record-contact-point.ts';
import { RecordInbound } from './application/record-inbound.ts';
import { RecordReading } from './application/record-reading.ts';
import { RecordReceipts } from './application/record-receipts.ts';
import { RecordSignal } from './application/record-signal.ts';
import { readReceiptsConfig, type ReceiptsConfig } from './config.ts';
import { ExportsController } from './inbound/http/exports-controller.ts';
import { AnswersController } from './inbound/http/links/answers-controller.ts';
import { OpenPicturesController } from './inbound/http/links/open-pictures-controller.ts';
import { ShortLinksController } from './inbound/http/links/short-links-controller.ts';
import { MessageReceiptsController } from './inbound/http/message-receipts-controller.ts';
import { ReportsController } from './inbound/http/reports-controller.ts';
import { SignalReader } from './inbound/http/signal-reader.ts';
import { OnMessageAttempted } from './inbound/kafka/on-message-attempted.ts';
import { OnRecipientChanged } from './inbound/kafka/on-recipient-changed.ts';
import { RECEIPT_STREAMS, ReceiptStreams } from './inbound/streams/receipt-streams.ts';
import { HeldClicksLoop } from './inbound/timers/held-clicks-loop.ts';
import { DeliveryApi } from './outbound/delivery-api.ts';
import { DeliveryLinks } from './outbound/delivery-links.ts';
import { DeliveryMessages } from './outbound/delivery-messages.ts';
import { ContactPoints } from './storage/contact-points.ts';
import { HandOvers } from './storage/hand-overs.ts';
import { HeldClicks } from './storage/held-clicks.ts';
import { InboundTexts } from './storage/inbound-texts.ts';
import { ReceiptExports } from './storage/receipt-exports.ts';
import { ReceiptRow } from './storage/receipt-row.ts';
import { Receipts } from './storage/receipts.ts';
import { Erasures1700000005000 } from './storage/migrations/1700000005000-erasures.ts';
import { Channels1700000006000 } from './storage/migrations/1700000006000-channels.ts';
import { Receipts1700000004000 } from './storage/migrations/1700000004000-receipts.ts';
import { Links1700000006100 } from './storage/migrations/1700000006100-links.ts';
import { Unsent } from './storage/unsent.ts';

const RECEIPTS_CONFIG = Symbol('ReceiptsConfig');

const outside: Provider[] = [
  { provide: RECEIPTS_CONFIG, inject: [ENV], useFactory: readReceiptsConfig },
  {
    provide: RECEIPT_READERS,
    inject: [RECEIPTS_CONFIG, CONFIG],
    useFactory: ({ providers }: ReceiptsConfig, { secret }: ServiceConfig) =>
      createReceiptReaders(providers, { callbackSecret: secret }),
  },
  {
    provide: RECEIPT_STREAMS,
    inject: [RECEIPTS_CONFIG, CONFIG],
    useFactory: ({ providers }: ReceiptsConfig, { secret }: ServiceConfig) =>
      createReceiptStreams(providers, { callbackSecret: secret }),
  },
  {
    provide: DeliveryApi,
    inject: [RECEIPTS_CONFIG, CONFIG],
    useFactory: ({ deliveryOrigins }: ReceiptsConfig, { principalSecret }: ServiceConfig) =>
      new DeliveryApi(deliveryOrigins, principalSecret),
  },
];

/** Webhooks, signals and inbound texts become facts; and which numbers are whose. */
@Module({
  controllers: [
    ReportsController,
    MessageReceiptsController,
    ExportsController,
    ShortLinksController,
    OpenPicturesController,
    AnswersController,
    OnMessageAttempted,
    OnRecipientChanged,
  ],
  providers: [
    ...outside,
    DeliveryMessages,
    DeliveryLinks,
    HeldClicks,
    RecordVisit,
    RecordAnswer,
    SettleHeldClicks,
    HeldClicksLoop,
    Receipts,
    ReceiptExports,
    InboundTexts,
    ContactPoints,
    Unsent,
    HandOvers,
    MatchReports,
    RecordContactPoint,
    RecordReading,
    ReceiveWebhook,
    ReceiptStreams,
    RecordReceipts,
    RecordInbound,
    RecordSignal,
    SignalReader,
    KeepContactPoints,
  ],
})
class ReceiptsModule {}

/** The service `receipts`. It has no timers, so it watches nothing. */
export const RECEIPTS: ServiceDefinition = {
  service: 'receipts',
  module: ReceiptsModule,
  entities: [ReceiptRow],
  migrations: [Receipts1700000004000, Erasures1700000005000, Channels1700000006000, Links1700000006100],
  watch: [],
};
