import { metric } from './metrics-defined.ts';

/** From a few milliseconds to the longest that a rung waits for its hand-over. */
const DELAY_BOUNDS_S = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600];
const CALL_BOUNDS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What events, runs, decisions and receipts show. */
export const FLOW = {
  eventsAccepted: metric(
    'counter',
    ['gateway'],
    'hermod_events_accepted_total',
    'Domain events that Kafka has, by lane',
    {
      labels: ['lane'],
    },
  ),
  eventsRefused: metric(
    'counter',
    ['gateway'],
    'hermod_event_requests_refused_total',
    'Requests with events that were not accepted',
    { labels: ['code'] },
  ),
  rateLimited: metric('counter', ['gateway'], 'hermod_rate_limited_total', 'Requests that came too fast', {
    labels: ['by'],
  }),
  runsStarted: metric('counter', ['routing'], 'hermod_runs_started_total', 'Runs that were started'),
  runsEnded: metric(
    'counter',
    ['routing'],
    'hermod_runs_ended_total',
    'Runs that have ended, whatever the outcome',
  ),
  timersFired: metric('counter', ['routing'], 'hermod_timers_fired_total', 'Timers that fired, by lane', {
    labels: ['lane'],
  }),
  timersOverdue: metric(
    'gauge',
    ['routing'],
    'hermod_timers_overdue',
    'Timers that should have fired more than a second ago, 10,000 at most',
    { labels: ['lane'] },
  ),
  timerOverdue: metric(
    'gauge',
    ['routing'],
    'hermod_timer_oldest_overdue_seconds',
    'How long ago the oldest timer that has not fired was due; 0 when none is',
    { labels: ['lane'] },
  ),
  eventToHandOver: metric(
    'histogram',
    ['routing'],
    'hermod_event_to_hand_over_seconds',
    "From an event's time to the acceptance of the first message of its run, in seconds",
    { labels: ['lane'], bounds: DELAY_BOUNDS_S },
  ),
  decisions: metric('counter', ['consent'], 'hermod_decisions_total', "Consent's decisions", {
    labels: ['decision', 'channel', 'purpose'],
  }),
  replies: metric(
    'counter',
    ['consent'],
    'hermod_replies_total',
    'What consent says by itself: answers to STOP, START and HELP, and double opt-ins',
    { labels: ['rule'] },
  ),
  oldestReview: metric(
    'gauge',
    ['consent'],
    'hermod_reviews_oldest_seconds',
    'How long ago the oldest text was written that may ask for an end and that nobody has read; 0 when there is none',
  ),
  ledgerDaysOverdue: metric(
    'gauge',
    ['consent'],
    'hermod_ledger_days_overdue',
    'Days of the ledger that are over and have no root yet; 1 for a minute after midnight (UTC)',
  ),
  receiptsRecorded: metric(
    'counter',
    ['receipts'],
    'hermod_receipts_recorded_total',
    'Receipts by kind; repeats do not count',
    { labels: ['kind'] },
  ),
  receiptsUnmatched: metric(
    'counter',
    ['receipts', 'routing'],
    'hermod_receipts_unmatched_total',
    'Reports whose message or run is not known: their token is not ours, or there is no such message or run',
    { labels: ['reason'] },
  ),
  linkVisitsUnrecorded: metric(
    'counter',
    ['receipts'],
    'hermod_link_visits_unrecorded_total',
    'Clicks and openings that could not be recorded: the person came where they wanted, and nobody knows',
    { labels: ['kind'] },
  ),
  webhooksRefused: metric(
    'counter',
    ['receipts'],
    'hermod_webhooks_refused_total',
    'Webhooks that were not believed or not understood',
    { labels: ['provider', 'code'] },
  ),
} as const;

/** What delivery shows: messages that cost money. */
export const DELIVERY = {
  queueDue: metric(
    'gauge',
    ['delivery'],
    'hermod_send_queue_due',
    'Messages that wait for their hand-over and are due, 10,000 at most',
    { labels: ['lane'] },
  ),
  queueAge: metric(
    'gauge',
    ['delivery'],
    'hermod_send_queue_oldest_due_seconds',
    'How long the oldest message that is due has been so; 0 when none is',
    { labels: ['lane'] },
  ),
  handOverDuration: metric(
    'histogram',
    ['delivery'],
    'hermod_hand_over_duration_seconds',
    'Calls of providers from begin to end, by outcome, in seconds',
    { labels: ['provider', 'outcome'], bounds: CALL_BOUNDS_S },
  ),
  permissionToHandOver: metric(
    'histogram',
    ['delivery'],
    'hermod_permission_to_hand_over_seconds',
    'From a permission to the begin of the call that was accepted, in seconds',
    { labels: ['lane'], bounds: DELAY_BOUNDS_S },
  ),
  notOpened: metric(
    'counter',
    ['delivery'],
    'hermod_attempts_not_opened_total',
    'Attempts that were closed uncalled: the view was too old, the lease was lost, or no place was free',
  ),
  unfinished: metric(
    'gauge',
    ['delivery'],
    'hermod_attempts_unfinished',
    'Attempts that were claimed and have not ended, 10,000 at most',
  ),
  unfinishedAge: metric(
    'gauge',
    ['delivery'],
    'hermod_attempt_oldest_unfinished_seconds',
    'How long ago the oldest attempt that has not ended was claimed; 0 when there is none',
  ),
  unknown: metric(
    'gauge',
    ['delivery'],
    'hermod_attempts_unknown',
    'Attempts of the last day whose outcome is unknown and was not settled since, 10,000 at most',
  ),
  takenOver: metric(
    'counter',
    ['delivery'],
    'hermod_attempts_taken_over_total',
    'Attempts of instances that lost their lease, closed as unknown by another',
  ),
  afterOptOut: metric(
    'counter',
    ['delivery'],
    'hermod_attempts_after_opt_out_total',
    'Calls that began more than two seconds after delivery had noted an opt-out that covers them; must stay 0',
  ),
  possibleDuplicates: metric(
    'counter',
    ['delivery'],
    'hermod_possible_duplicates_total',
    'Critical messages that were sent once more after an unknown outcome, by provider',
    { labels: ['provider'] },
  ),
  leaseLive: metric(
    'gauge',
    ['delivery'],
    'hermod_lease_live',
    'Whether this instance may start calls: 1 or 0',
  ),
  leaseLosses: metric(
    'counter',
    ['delivery'],
    'hermod_lease_losses_total',
    'How often this instance lost its lease',
  ),
} as const;
