import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { DomainEvent } from '@hermod/contracts';
import { Scopes } from '@hermod/http';
import { ATTRIBUTES, counter, errorType, startSpan } from '@hermod/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptEvents } from '../../application/accept-events.ts';
import { readEvents } from './read-events.ts';

/** What the sender of events is told. */
interface Accepted {
  readonly accepted: number;
  readonly ids: readonly string[];
  readonly traceId: string;
}

const refused = counter(
  'hermod_event_requests_refused_total',
  'Requests with events that were not accepted',
  ['code'],
);

/** `POST /v1/events`: 202 only when Kafka has all of them. */
@Controller('v1/events')
export class EventsController {
  readonly #acceptEvents: AcceptEvents;
  constructor(@Inject(AcceptEvents) acceptEvents: AcceptEvents) {
    this.#acceptEvents = acceptEvents;
  }

  @Post()
  @HttpCode(202)
  @Scopes('events')
  async accept(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Accepted> {
    const span = startSpan('POST /v1/events', {
      parent: traceparentOf(request),
      kind: 'server',
      attributes: { [ATTRIBUTES.httpMethod]: 'POST', [ATTRIBUTES.httpRoute]: '/v1/events' },
    });
    // W3C Trace Context level 2: tells the sender in which trace its events are.
    void reply.header('traceresponse', span.traceparent);
    try {
      const events = readEvents(Buffer.isBuffer(request.body) ? request.body : undefined, request.headers);
      span.set(attributesOf(events));
      await this.#acceptEvents.execute(events, span.traceparent);
      return { accepted: events.length, ids: events.map((event) => event.id), traceId: span.traceId };
    } catch (error) {
      refused.inc({ code: errorType(error) });
      span.fail(error);
      throw error;
    } finally {
      span.end();
    }
  }
}

function attributesOf(events: readonly DomainEvent[]): Record<string, string | number> {
  const [event] = events;
  if (event === undefined || events.length > 1) return { [ATTRIBUTES.messagingBatchCount]: events.length };
  return {
    [ATTRIBUTES.eventId]: event.id,
    [ATTRIBUTES.eventSource]: event.source,
    [ATTRIBUTES.eventType]: event.type,
  };
}

function traceparentOf(request: FastifyRequest): string | undefined {
  const header = request.headers['traceparent'];
  return typeof header === 'string' ? header : undefined;
}
