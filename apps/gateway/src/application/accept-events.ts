import {
  type DomainEvent,
  encodeDomainEvent,
  HermodError,
  type Lane,
  LANES,
  MAX_EVENT_BYTES,
  recipientOf,
  type WireRecord,
} from '@hermod/contracts';
import { counter } from '@hermod/telemetry';
import { type EventPublisher, eventTopic } from '../outbound/event-publisher.ts';

const accepted = counter('hermod_events_accepted_total', 'Domain events that Kafka has, by lane', ['lane']);

/** Hands domain events to Kafka: keyed by recipient, in the lane that their priority asks for. */
export class AcceptEvents {
  readonly #publisher: EventPublisher;
  constructor(publisher: EventPublisher) {
    this.#publisher = publisher;
  }

  /**
   * Resolves when Kafka has all the events.
   * @param traceparent what their stories continue.
   * @throws HermodError EVENT_TOO_LARGE before anything is published; KAFKA_UNAVAILABLE.
   */
  async execute(events: readonly DomainEvent[], traceparent: string): Promise<void> {
    const records = events.map((event, at) =>
      recordOf(event, traceparent, events.length > 1 ? `[${at}]` : 'body'),
    );
    await Promise.all(
      LANES.map(async (lane) => {
        const ofLane = records.filter((record) => record.topic === eventTopic(lane));
        if (ofLane.length === 0) return;
        await this.#publisher.publish(lane, ofLane);
        accepted.inc({ lane }, ofLane.length);
      }),
    );
  }
}

function recordOf(event: DomainEvent, traceparent: string, field: string): WireRecord {
  const lane: Lane = event.priority === 'urgent' ? 'urgent' : 'plain';
  const record = {
    topic: eventTopic(lane),
    key: recipientOf(event),
    ...encodeDomainEvent(event, traceparent),
  };
  const bytes = Buffer.byteLength(record.value);
  if (bytes <= MAX_EVENT_BYTES) return record;
  throw new HermodError(
    'EVENT_TOO_LARGE',
    `an event has at most ${MAX_EVENT_BYTES} bytes; this one has ${bytes}`,
    {
      field,
      fix: 'put what is large elsewhere and send its address in data',
    },
  );
}
