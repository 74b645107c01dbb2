/**
 * The semantic conventions of Hermod's spans, in one place. `messaging.*`, `cloudevents.*`, `http.*` and
 * `error.type` are OpenTelemetry semconv 1.44; `messaging.kafka.message.key` is left out on purpose.
 */
export const ATTRIBUTES = {
  runId: 'hermod.run_id',
  messageId: 'hermod.message_id',
  attemptId: 'hermod.attempt_id',
  originTraceId: 'hermod.origin_trace_id',
  journey: 'hermod.journey',
  journeyVersion: 'hermod.journey_version',
  step: 'hermod.step',
  rung: 'hermod.rung',
  channel: 'hermod.channel',
  purpose: 'hermod.purpose',
  lane: 'hermod.lane',
  decision: 'hermod.decision',
  rule: 'hermod.rule',
  outcome: 'hermod.outcome',
  provider: 'hermod.provider',
  receiptKind: 'hermod.receipt_kind',
  timerLagMs: 'hermod.timer_lag_ms',

  eventId: 'cloudevents.event_id',
  eventSource: 'cloudevents.event_source',
  eventType: 'cloudevents.event_type',

  messagingSystem: 'messaging.system',
  messagingOperationName: 'messaging.operation.name',
  messagingOperationType: 'messaging.operation.type',
  messagingDestination: 'messaging.destination.name',
  messagingPartition: 'messaging.destination.partition.id',
  messagingConsumerGroup: 'messaging.consumer.group.name',
  messagingOffset: 'messaging.kafka.offset',
  messagingBatchCount: 'messaging.batch.message_count',

  httpMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpStatus: 'http.response.status_code',

  errorType: 'error.type',
} as const;
