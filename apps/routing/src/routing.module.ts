import { Module } from '@nestjs/common';
import { FLOW } from '@hermod/contracts';
import type { ServiceDefinition } from '@hermod/service-host';
import { AdvanceRuns } from './application/runs/advance-runs.ts';
import { CancelVersion } from './application/journeys/cancel-version.ts';
import { CarryOutActions } from './application/journeys/carry-out-actions.ts';
import { DrainJourney } from './application/journeys/drain-journey.ts';
import { ExploreJourney } from './application/journeys/explore-journey.ts';
import { EraseRunsOf } from './application/runs/erase-runs-of.ts';
import { FireTimers } from './application/runs/fire-timers.ts';
import { JourneyCatalog } from './application/journeys/journey-catalog.ts';
import { KnowRecipients } from './application/runs/know-recipients.ts';
import { ListVersions } from './application/journeys/list-versions.ts';
import { PauseJourney } from './application/journeys/pause-journey.ts';
import { LaunchByTime } from './application/launches/launch-by-time.ts';
import { PreviewAudience } from './application/launches/preview-audience.ts';
import { PublishJourney } from './application/journeys/publish-journey.ts';
import { ResumeJourney } from './application/journeys/resume-journey.ts';
import { RememberActivity } from './application/launches/remember-activity.ts';
import { SaveDraft } from './application/journeys/save-draft.ts';
import { ShowInFlight } from './application/journeys/show-in-flight.ts';
import { StartLaunch } from './application/launches/start-launch.ts';
import { SimulateJourney } from './application/journeys/simulate-journey.ts';
import { StartRuns } from './application/runs/start-runs.ts';
import { SteerLaunch } from './application/launches/steer-launch.ts';
import { TakeLaunchPage } from './application/launches/take-launch-page.ts';
import { WithdrawCovered } from './application/runs/withdraw-covered.ts';
import { WorkOffLaunches } from './application/launches/work-off-launches.ts';
import { ExplorationController } from './inbound/http/exploration-controller.ts';
import { ExportsController } from './inbound/http/exports-controller.ts';
import { JourneysController } from './inbound/http/journeys-controller.ts';
import { LaunchesController } from './inbound/http/launches-controller.ts';
import { ListBodies } from './inbound/http/list-bodies.ts';
import { ListUploads } from './inbound/http/list-uploads.ts';
import { RunsController } from './inbound/http/runs-controller.ts';
import { VersionsController } from './inbound/http/versions-controller.ts';
import { SimulationController } from './inbound/http/simulation-controller.ts';
import { YamlBodies } from './inbound/http/yaml-bodies.ts';
import { OnConsentChanged } from './inbound/kafka/on-consent-changed.ts';
import { OnDomainEvent } from './inbound/kafka/on-domain-event.ts';
import { OnInboundReceived } from './inbound/kafka/on-inbound-received.ts';
import { OnMessageAttempted } from './inbound/kafka/on-message-attempted.ts';
import { OnMessageDecided } from './inbound/kafka/on-message-decided.ts';
import { OnReceiptRecorded } from './inbound/kafka/on-receipt-recorded.ts';
import { OnRecipientChanged } from './inbound/kafka/on-recipient-changed.ts';
import { ActionLoop } from './inbound/timers/action-loop.ts';
import { RunLaunches } from './inbound/timers/run-launches.ts';
import { RunTimers } from './inbound/timers/run-timers.ts';
import { TimerGauges } from './inbound/timers/timer-gauges.ts';
import { TemplateContents } from './outbound/template-contents.ts';
import { TemplateCatalog } from './outbound/template-catalog.ts';
import { JourneyActions } from './storage/journey-actions.ts';
import { LaunchViews } from './storage/launch-views.ts';
import { JourneyRow, JourneyVersionRow } from './storage/journey-rows.ts';
import { JourneySources } from './storage/journey-sources.ts';
import { Journeys } from './storage/journeys.ts';
import { Routing1700000001000 } from './storage/migrations/1700000001000-routing.ts';
import { JourneyLanguage1700000002000 } from './storage/migrations/1700000002000-journey-language.ts';
import { Audiences1700000003000 } from './storage/migrations/1700000003000-audiences.ts';
import { TimersByPartition1700000003500 } from './storage/migrations/1700000003500-timers-by-partition.ts';
import { Versions1700000004000 } from './storage/migrations/1700000004000-versions.ts';
import { Answers1700000006000 } from './storage/migrations/1700000006000-answers.ts';
import { UnmatchedAnswers } from './storage/unmatched-answers.ts';
import { TakeAnswers } from './application/answers/take-answers.ts';
import { AnswersController } from './inbound/http/answers-controller.ts';
import { ForgetUnmatched } from './inbound/timers/forget-unmatched.ts';
import { Erasures1700000005000 } from './storage/migrations/1700000005000-erasures.ts';
import { ParkedTimers } from './storage/parked-timers.ts';
import { RunExports } from './storage/run-exports.ts';
import { RunStories } from './storage/run-stories.ts';
import { RunTimerIndex } from './storage/run-timers.ts';
import { Transactions } from './storage/transactions.ts';
import { RunsInFlight } from './storage/runs-in-flight.ts';

@Module({
  controllers: [
    AnswersController,
    OnDomainEvent,
    OnMessageDecided,
    OnMessageAttempted,
    OnReceiptRecorded,
    OnInboundReceived,
    OnConsentChanged,
    OnRecipientChanged,
    JourneysController,
    SimulationController,
    ExplorationController,
    RunsController,
    ExportsController,
    LaunchesController,
    VersionsController,
  ],
  providers: [
    StartRuns,
    AdvanceRuns,
    WithdrawCovered,
    TakeAnswers,
    UnmatchedAnswers,
    ForgetUnmatched,
    KnowRecipients,
    EraseRunsOf,
    FireTimers,
    SaveDraft,
    PublishJourney,
    ListVersions,
    ShowInFlight,
    PauseJourney,
    ResumeJourney,
    DrainJourney,
    CancelVersion,
    CarryOutActions,
    ActionLoop,
    JourneyActions,
    ParkedTimers,
    RunsInFlight,
    JourneyCatalog,
    Journeys,
    RunStories,
    RunExports,
    RunTimerIndex,
    RunTimers,
    TimerGauges,
    RememberActivity,
    StartLaunch,
    SteerLaunch,
    PreviewAudience,
    LaunchByTime,
    TakeLaunchPage,
    WorkOffLaunches,
    LaunchViews,
    Transactions,
    RunLaunches,
    ListBodies,
    ListUploads,
    TemplateCatalog,
    TemplateContents,
    JourneySources,
    SimulateJourney,
    ExploreJourney,
    YamlBodies,
  ],
})
export class RoutingModule {}

/** Decides what should be said next. Its timers wait for every fact that could cancel them. */
export const ROUTING: ServiceDefinition = {
  service: 'routing',
  module: RoutingModule,
  entities: [JourneyRow, JourneyVersionRow],
  migrations: [
    Routing1700000001000,
    JourneyLanguage1700000002000,
    Audiences1700000003000,
    TimersByPartition1700000003500,
    Versions1700000004000,
    Erasures1700000005000,
    Answers1700000006000,
  ],
  watch: [
    FLOW.domainEvents,
    FLOW.messageDecided,
    FLOW.messageAttempted,
    FLOW.receiptRecorded,
    FLOW.inboundReceived,
    FLOW.consentChanged,
  ],
};
