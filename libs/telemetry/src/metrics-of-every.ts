import { metric, type MetricSource } from './metrics-defined.ts';

const SERVICES = ['routing', 'consent', 'delivery', 'receipts'] as const satisfies readonly MetricSource[];
const EVERY = ['gateway', ...SERVICES] as const satisfies readonly MetricSource[];

const UNIT_BOUNDS_S = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];
const REQUEST_BOUNDS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What every process shows. */
export const PROCESS = {
  cpu: metric(
    'counter',
    EVERY,
    'process_cpu_seconds_total',
    'CPU time of this process, user and system, in seconds',
  ),
  memory: metric('gauge', EVERY, 'process_resident_memory_bytes', 'Resident memory of this process in bytes'),
  startTime: metric(
    'gauge',
    EVERY,
    'process_start_time_seconds',
    'Start of this process, seconds since 1970',
  ),
  eventLoopDelay: metric(
    'gauge',
    EVERY,
    'nodejs_eventloop_delay_p99_seconds',
    'Event-loop delay, 99th percentile since the last reading',
  ),
  requestDuration: metric(
    'histogram',
    EVERY,
    'http_server_request_duration_seconds',
    'From the first byte of a request to the last of its answer, in seconds',
    { labels: ['method', 'route', 'status'], bounds: REQUEST_BOUNDS_S },
  ),
} as const;

/** What the messaging core shows in each service. */
export const MESSAGING = {
  factsHandled: metric(
    'counter',
    SERVICES,
    'hermod_facts_handled_total',
    'Facts that were handled; repeats do not count',
    {
      labels: ['topic'],
    },
  ),
  factsPublished: metric(
    'counter',
    SERVICES,
    'hermod_facts_published_total',
    'Facts that were written with a unit of work that committed',
    { labels: ['topic'] },
  ),
  unitDuration: metric(
    'histogram',
    SERVICES,
    'hermod_unit_duration_seconds',
    'From the begin of a unit of work to its commit, in seconds',
    { labels: ['lane'], bounds: UNIT_BOUNDS_S },
  ),
  unitStuck: metric(
    'gauge',
    SERVICES,
    'hermod_unit_stuck_seconds',
    'How long the same unit of work has been tried in vain; 0 while none is',
    { labels: ['lane'] },
  ),
  outboxAge: metric(
    'gauge',
    SERVICES,
    'hermod_outbox_oldest_age_seconds',
    'Age of the oldest row of the outbox: a fact that Kafka may not have yet; 0 when it is empty',
  ),
  outboxSwept: metric(
    'counter',
    SERVICES,
    'hermod_outbox_swept_rows_total',
    'Rows of the outbox that a sweeper sent, because their writer had not',
  ),
  behindSeconds: metric(
    'gauge',
    SERVICES,
    'hermod_kafka_behind_seconds',
    'How long ago the newest record was written up to which everything of a partition was handled; 0 when all was',
    { labels: ['topic', 'partition'] },
  ),
  behindRecords: metric(
    'gauge',
    SERVICES,
    'hermod_kafka_behind_records',
    'Records of a partition that the service has not committed yet',
    { labels: ['topic', 'partition'] },
  ),
  deadLetters: metric(
    'counter',
    SERVICES,
    'hermod_dead_letters_total',
    'Records that were given up, by Kafka topic',
    {
      labels: ['topic'],
    },
  ),
  deadLettersWaiting: metric(
    'gauge',
    SERVICES,
    'hermod_dead_letters_waiting',
    'Dead letters of the last day that nobody has replayed, 1,000 at most',
  ),
  sampleFailures: metric(
    'counter',
    SERVICES,
    'hermod_sample_failures_total',
    'Samples for gauges that failed or came too late: those gauges are silent meanwhile',
    { labels: ['sample'] },
  ),
} as const;
