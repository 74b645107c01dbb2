import { lines, type Panel, q, quantile, type Row } from './panel.ts';
import { PROMISES } from './promise-panels.ts';

const FLOW: readonly Panel[] = [
  lines(
    'Events and runs',
    'ops',
    'Per second: events taken in over HTTP and handled, runs started and ended.',
    q('sum by (lane) (rate(hermod_events_accepted_total[1m]))', 'accepted, {{lane}}'),
    q('sum(rate(hermod_facts_handled_total{topic="hermod.domain-events"}[1m]))', 'handled'),
    q('sum(rate(hermod_runs_started_total[1m]))', 'runs started'),
    q('sum(rate(hermod_runs_ended_total[1m]))', 'runs ended'),
  ),
  lines(
    'Decisions',
    'ops',
    "Consent's answers per second, and what it says by itself.",
    q('sum by (decision, channel) (rate(hermod_decisions_total[1m]))', '{{decision}}, {{channel}}'),
    q('sum by (rule) (rate(hermod_replies_total[1m]))', '{{rule}}'),
  ),
  lines(
    'Hand-overs',
    'ops',
    'Calls of providers per second, by outcome.',
    q(
      'sum by (provider, outcome) (rate(hermod_hand_over_duration_seconds_count[1m]))',
      '{{provider}}, {{outcome}}',
    ),
  ),
  lines(
    'Receipts',
    'ops',
    'Per second, by what they report.',
    q('sum by (kind) (rate(hermod_receipts_recorded_total[1m]))', '{{kind}}'),
  ),
  lines(
    'Facts',
    'ops',
    'Published per second, by Kafka topic.',
    q('sum by (topic) (rate(hermod_facts_published_total[1m]))', '{{topic}}'),
  ),
  lines(
    'Timers',
    'ops',
    'Fired per second.',
    q('sum by (lane) (rate(hermod_timers_fired_total[1m]))', '{{lane}}'),
  ),
];

const LATENCY: readonly Panel[] = [
  lines(
    'Event to first message',
    's',
    "From an event's time to the acceptance of its run's first message.",
    q(quantile(0.5, 'hermod_event_to_hand_over_seconds', 'lane'), 'median, {{lane}}'),
    q(quantile(0.99, 'hermod_event_to_hand_over_seconds', 'lane'), '99 %, {{lane}}'),
  ),
  lines(
    'Permission to hand-over',
    's',
    "Includes the wait for the provider's rate.",
    q(quantile(0.5, 'hermod_permission_to_hand_over_seconds', 'lane'), 'median, {{lane}}'),
    q(quantile(0.99, 'hermod_permission_to_hand_over_seconds', 'lane'), '99 %, {{lane}}'),
  ),
  lines(
    'Late hand-overs',
    'percentunit',
    'Share that took more than 10 s from its permission; 1 % may.',
    q('hermod:hand_overs_late:ratio_rate5m', '5 minutes, {{lane}}'),
    q('hermod:hand_overs_late:ratio_rate1h', '1 hour, {{lane}}'),
    q('hermod:hand_overs_late:ratio_rate6h', '6 hours, {{lane}}'),
  ),
  lines(
    'Units of work',
    's',
    'From begin to commit, 99 %.',
    q(quantile(0.99, 'hermod_unit_duration_seconds', 'service, lane'), '{{service}}, {{lane}}'),
  ),
  lines(
    'HTTP',
    's',
    'At the gateway, 99 %.',
    q(
      'histogram_quantile(0.99, sum by (le, route) (rate(http_server_request_duration_seconds_bucket{service="gateway"}[5m])))',
      '{{route}}',
    ),
  ),
  lines(
    'HTTP refusals',
    'ops',
    'Answers of 400 and above at the gateway, per second, and requests that came too fast.',
    q(
      'sum by (status) (rate(http_server_request_duration_seconds_count{service="gateway",status=~"4..|5.."}[1m]))',
      '{{status}}',
    ),
    q('sum by (by) (rate(hermod_rate_limited_total[1m]))', 'too fast, {{by}}'),
    q('sum by (code) (rate(hermod_event_requests_refused_total[1m]))', 'events, {{code}}'),
  ),
];

const BEHIND: readonly Panel[] = [
  lines(
    'Seconds behind',
    's',
    'How long ago that was written which is handled now.',
    q('max by (service, topic) (hermod_kafka_behind_seconds)', '{{service}}: {{topic}}'),
  ),
  lines(
    'Records behind',
    'short',
    'Not committed yet.',
    q(
      'sum by (service, topic) (max by (service, topic, partition) (hermod_kafka_behind_records))',
      '{{service}}: {{topic}}',
    ),
  ),
  lines(
    'Outboxes',
    's',
    'Age of the oldest row.',
    q('max by (service) (hermod_outbox_oldest_age_seconds)', '{{service}}'),
    q('sum by (service) (rate(hermod_outbox_swept_rows_total[5m]))', 'swept per second, {{service}}'),
  ),
  lines(
    'Timers and queue',
    's',
    'How long the oldest timer and the oldest message have been due.',
    q('max by (lane) (hermod_timer_oldest_overdue_seconds)', 'timer, {{lane}}'),
    q('max by (lane) (hermod_send_queue_oldest_due_seconds)', 'message, {{lane}}'),
  ),
  lines(
    'Waiting messages',
    'short',
    'Due in the queue, and claimed.',
    q('max by (lane) (hermod_send_queue_due)', 'due, {{lane}}'),
    q('max(hermod_attempts_unfinished)', 'claimed'),
  ),
  lines(
    'Dead letters',
    'short',
    'Given up in five minutes.',
    q('sum by (service, topic) (increase(hermod_dead_letters_total[5m]))', '{{service}}: {{topic}}'),
  ),
];

const PROVIDERS: readonly Panel[] = [
  lines(
    'Duration of calls',
    's',
    '99 %, by provider.',
    q(quantile(0.99, 'hermod_hand_over_duration_seconds', 'provider'), '{{provider}}'),
  ),
  lines(
    'Failing calls',
    'percentunit',
    'Share that was turned away or has an unknown outcome; 2 % may.',
    q('hermod:provider_errors:ratio_rate5m', '5 minutes, {{provider}}'),
    q('hermod:provider_errors:ratio_rate1h', '1 hour, {{provider}}'),
    q('hermod:provider_errors:ratio_rate6h', '6 hours, {{provider}}'),
  ),
  lines(
    'Attempts not opened, taken over',
    'ops',
    'Closed uncalled, and closed as unknown for an instance that lost its lease, per second.',
    q('sum(rate(hermod_attempts_not_opened_total[5m]))', 'not opened'),
    q('sum(rate(hermod_attempts_taken_over_total[5m]))', 'taken over'),
  ),
  lines(
    'Webhooks refused',
    'ops',
    'Not believed or not understood, per second.',
    q('sum by (provider, code) (rate(hermod_webhooks_refused_total[5m]))', '{{provider}}: {{code}}'),
  ),
];

const PROCESSES: readonly Panel[] = [
  lines(
    'CPU',
    'percentunit',
    'Of one core.',
    q('sum by (service, instance) (rate(process_cpu_seconds_total[1m]))', '{{service}} {{instance}}'),
  ),
  lines(
    'Memory',
    'bytes',
    'Resident.',
    q('sum by (service, instance) (process_resident_memory_bytes)', '{{service}} {{instance}}'),
  ),
  lines(
    'Event loop',
    's',
    'Delay, 99 % since the last look.',
    q('max by (service, instance) (nodejs_eventloop_delay_p99_seconds)', '{{service}} {{instance}}'),
  ),
];

/** The dashboard from top to bottom. */
export const ROWS: readonly Row[] = [
  { title: 'Promises', panels: PROMISES },
  { title: 'The flow', panels: FLOW },
  { title: 'Latency', panels: LATENCY },
  { title: 'Behind', panels: BEHIND },
  { title: 'Providers', panels: PROVIDERS },
  { title: 'Processes', panels: PROCESSES },
];
