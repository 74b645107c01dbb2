import { Module } from '@nestjs/common';
import { FLOW } from '@hermod/contracts';
import { providersOf, sendersOf } from '@hermod/providers';
import { CONFIG, ENV, type ServiceConfig, type ServiceDefinition } from '@hermod/service-host';
import { AuditOptOuts } from './application/people/audit-opt-outs.ts';
import { CallAttempts } from './application/calls/call-attempts.ts';
import { CheckMedia } from './application/words/check-media.ts';
import { ConcludeMessages } from './application/outcomes/conclude-messages.ts';
import { EraseRecipients } from './application/people/erase-recipients.ts';
import { KnownSenders, SENDERS_IN_FILE } from './application/senders/known-senders.ts';
import { HandOverMessage } from './application/calls/hand-over.ts';
import { NoteOptOuts } from './application/people/note-opt-outs.ts';
import { OpenAttempts } from './application/opening/open-attempts.ts';
import { QueueMessages } from './application/queue/queue-messages.ts';
import { RecoverAttempts } from './application/queue/recover-attempts.ts';
import { SaveSenders } from './application/senders/save-senders.ts';
import { SendingBell } from './outbound/sending-bell.ts';
import { SettleUnknowns } from './application/outcomes/settle-unknowns.ts';
import { TakeBackMessages } from './application/withdrawals/take-back-messages.ts';
import { WithdrawMessages } from './application/withdrawals/withdraw-messages.ts';
import { AskedRepliesController } from './inbound/http/asked-replies-controller.ts';
import { ExportsController } from './inbound/http/exports-controller.ts';
import { LinksController } from './inbound/http/links-controller.ts';
import { MessagesController } from './inbound/http/messages-controller.ts';
import { ProvidersController } from './inbound/http/providers-controller.ts';
import { SendersController } from './inbound/http/senders-controller.ts';
import { TemplatesController } from './inbound/http/templates-controller.ts';
import { OnConsentChanged } from './inbound/kafka/on-consent-changed.ts';
import { OnInboundReceived } from './inbound/kafka/on-inbound-received.ts';
import { OnMessageDecided } from './inbound/kafka/on-message-decided.ts';
import { OnMessageWithdrawn } from './inbound/kafka/on-message-withdrawn.ts';
import { OnReceiptRecorded } from './inbound/kafka/on-receipt-recorded.ts';
import { OnRecipientChanged } from './inbound/kafka/on-recipient-changed.ts';
import { DeliveryGauges } from './inbound/timers/delivery-gauges.ts';
import { LinksSweep } from './inbound/timers/links-sweep.ts';
import { Recovery } from './inbound/timers/recovery.ts';
import { SendingLoop } from './inbound/timers/sending-loop.ts';
import { LINK_BASES, type LinkBases, readLinkUrl } from './link-url.ts';
import { MEDIA_HOSTS, type PrivateHosts, readMediaHosts } from './media-hosts.ts';
import { BegunCalls } from './outbound/begun-calls.ts';
import { InstanceLease } from './outbound/instance-lease.ts';
import { MediaInspector } from './outbound/media-inspector.ts';
import { PROVIDERS, ProviderPools } from './outbound/provider-pools.ts';
import { AskedReplies } from './storage/asked-replies.ts';
import { CalledAfterOptOut } from './storage/called-after-opt-out.ts';
import { DeliveryState } from './storage/delivery-state.ts';
import { Leases } from './storage/leases.ts';
import { Links } from './storage/links.ts';
import { MessageExports } from './storage/message-exports.ts';
import { MessageStories } from './storage/message-stories.ts';
import { Delivery1700000002000 } from './storage/migrations/1700000002000-delivery.ts';
import { DeliveryInvariants1700000002100 } from './storage/migrations/1700000002100-delivery-invariants.ts';
import { Erasures1700000005000 } from './storage/migrations/1700000005000-erasures.ts';
import { Channels1700000006000 } from './storage/migrations/1700000006000-channels.ts';
import { Links1700000006100 } from './storage/migrations/1700000006100-links.ts';
import { Senders1700000006200 } from './storage/migrations/1700000006200-senders.ts';
import { SenderRow } from './storage/sender-row.ts';
import { Senders } from './storage/senders.ts';
import { TakeBacks } from './storage/take-backs.ts';
import { SendQueueIndex } from './storage/send-queue.ts';
import { TemplateRow } from './storage/template-row.ts';
import { Templates } from './storage/templates.ts';

@Module({
  controllers: [
    OnMessageDecided,
    OnMessageWithdrawn,
    OnReceiptRecorded,
    OnInboundReceived,
    OnConsentChanged,
    OnRecipientChanged,
    TemplatesController,
    MessagesController,
    ExportsController,
    ProvidersController,
    SendersController,
    LinksController,
    AskedRepliesController,
  ],
  providers: [
    { provide: PROVIDERS, inject: [ENV], useFactory: providersOf },
    { provide: MEDIA_HOSTS, inject: [ENV], useFactory: readMediaHosts },
    {
      provide: MediaInspector,
      inject: [MEDIA_HOSTS],
      useFactory: (hosts: PrivateHosts) => new MediaInspector(hosts),
    },
    CheckMedia,
    { provide: SENDERS_IN_FILE, inject: [ENV], useFactory: sendersOf },
    Senders,
    KnownSenders,
    SaveSenders,
    TakeBacks,
    TakeBackMessages,
    {
      provide: LINK_BASES,
      inject: [ENV, CONFIG],
      useFactory: (env: NodeJS.ProcessEnv, { publicUrl }: ServiceConfig): LinkBases => ({
        publicUrl,
        linkUrl: readLinkUrl(env, publicUrl),
      }),
    },
    Links,
    LinksSweep,
    AskedReplies,
    ProviderPools,
    InstanceLease,
    SendingBell,
    QueueMessages,
    WithdrawMessages,
    NoteOptOuts,
    EraseRecipients,
    OpenAttempts,
    HandOverMessage,
    CallAttempts,
    ConcludeMessages,
    SettleUnknowns,
    RecoverAttempts,
    AuditOptOuts,
    BegunCalls,
    CalledAfterOptOut,
    DeliveryState,
    DeliveryGauges,
    Recovery,
    SendingLoop,
    Leases,
    SendQueueIndex,
    Templates,
    MessageStories,
    MessageExports,
  ],
})
export class DeliveryModule {}

/** Says what was permitted, on exactly the channel that was decided. No attempt opens on a stale view of opt-outs. */
export const DELIVERY: ServiceDefinition = {
  service: 'delivery',
  module: DeliveryModule,
  entities: [TemplateRow, SenderRow],
  migrations: [
    Delivery1700000002000,
    DeliveryInvariants1700000002100,
    Erasures1700000005000,
    Channels1700000006000,
    Links1700000006100,
    Senders1700000006200,
  ],
  watch: [FLOW.messageWithdrawn, FLOW.inboundReceived, FLOW.consentChanged],
  // A later rung is withdrawn by whoever reacts to an earlier one, and routing is the one who notices.
  watchUpstream: { service: 'routing', entries: [FLOW.receiptRecorded] },
};
