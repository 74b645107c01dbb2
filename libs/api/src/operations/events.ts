import { DomainEvent, MAX_EVENT_BYTES } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';

/** The most events of one batch. */
export const MAX_EVENT_BATCH = 1_000;

export const EventsAccepted = z
  .object({
    accepted: z.int().min(1).describe('How many events were taken.'),
    ids: z.array(z.string()).describe('Their ids, in the order in which they came.'),
    traceId: z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .describe('The trace that tells their story.'),
  })
  .meta({ id: 'EventsAccepted' });
export type EventsAccepted = z.infer<typeof EventsAccepted>;

const CloudEvent = DomainEvent.meta({
  id: 'DomainEvent',
  description:
    'Something happened upstream: CloudEvents 1.0.2. The recipient is the extension `recipient`, else `subject`; `source` and `id` together are the event. Further extensions are kept.',
});

export const EVENT_OPERATIONS = {
  publishEvents: operation({
    id: 'publishEvents',
    method: 'POST',
    path: '/v1/events',
    tag: 'Events',
    summary: 'Publishes domain events',
    description: [
      'One CloudEvent in structured mode, one in binary mode (`ce-` headers, the body is the data), or a batch of at most',
      `${MAX_EVENT_BATCH}, which is all or nothing. An event has at most ${MAX_EVENT_BYTES / 1024} KiB. A repeat of \`source\` and \`id\` within 30 days changes`,
      'nothing. A `traceparent` header is continued; `traceresponse` tells the trace.',
    ].join(' '),
    scope: 'events',
    service: 'gateway',
    headers: z.object({
      traceparent: z.string().optional().describe('W3C Trace Context; continued.'),
    }),
    body: {
      'application/cloudevents+json': CloudEvent,
      'application/cloudevents-batch+json': z.array(CloudEvent).min(1).max(MAX_EVENT_BATCH),
      'application/json': CloudEvent,
    },
    answers: { 202: { what: 'Kafka has all of them.', content: { 'application/json': EventsAccepted } } },
    refusals: [400, 413, 415],
  }),
} as const;
