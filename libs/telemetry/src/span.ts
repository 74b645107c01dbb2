/**
 * Spans of the flow, written by hand. What isn't sampled, or has nowhere to go, gets no OpenTelemetry
 * object: at a thousand events a second those objects cost more than the work they describe.
 */
import {
  ROOT_CONTEXT,
  SpanKind as OtelKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { ATTRIBUTES } from './attributes.ts';
import { errorType } from './scrub.ts';
import {
  inventTraceparent,
  isSampled,
  normalTraceparent,
  readTraceparent,
  writeTraceparent,
  type TraceContext,
} from './traceparent.ts';

export type SpanKind = 'internal' | 'producer' | 'consumer' | 'client' | 'server';
type AttributeValues = Record<string, string | number | boolean | undefined>;

/** One piece of work in the story of a message. */
export interface FlowSpan {
  /** What the next hop continues: goes into headers, outbox and timer rows. */
  readonly traceparent: string;
  readonly traceId: string;
  readonly sampled: boolean;
  set(attributes: AttributeValues): void;
  /** Marks the span as failed, with the error's code; an unsampled span leaves a mark that is kept. */
  fail(error: unknown): void;
  end(): void;
}

export interface SpanOptions {
  /** `traceparent` of the work that this one continues; an invalid one counts as none. */
  parent?: string | undefined;
  /** For a fired timer or a late receipt: the `traceparent` of the story it belongs to, to which it only links. */
  origin?: string | undefined;
  /** Default `internal`. */
  kind?: SpanKind;
  attributes?: AttributeValues;
  startTime?: Date;
}

/** Where spans go; undefined until telemetry is started with somewhere to send them. */
interface Recording {
  readonly tracer: Tracer;
  /** Share of new roots that is sampled, 0 to 1. */
  readonly ratio: number;
}

let recording: Recording | undefined;

/** Switches recording on, or off with undefined. For `startTelemetry` only. */
export function setRecording(next: Recording | undefined): void {
  recording = next;
}

const KINDS: Readonly<Record<SpanKind, OtelKind>> = {
  internal: OtelKind.INTERNAL,
  producer: OtelKind.PRODUCER,
  consumer: OtelKind.CONSUMER,
  client: OtelKind.CLIENT,
  server: OtelKind.SERVER,
};

/**
 * Starts a span: the child of `parent`; else a new root linked to `origin` and sampled like it; else a new
 * root for which the sampler decides.
 */
export function startSpan(name: string, options: SpanOptions): FlowSpan {
  const parent = normalTraceparent(options.parent);
  if (parent !== undefined) {
    if (recording === undefined || !isSampled(parent)) return new UnrecordedSpan(name, parent, options);
    return new RecordedSpan(openSpan(recording.tracer, name, options, readTraceparent(parent), undefined));
  }
  const origin = readTraceparent(options.origin);
  const sampled = origin === undefined ? drawSample() : origin.sampled;
  if (recording === undefined || !sampled)
    return new UnrecordedSpan(name, inventTraceparent(sampled), options);
  return new RecordedSpan(openSpan(recording.tracer, name, options, undefined, origin));
}

/**
 * Leaves a span without duration that is always kept, also in a trace that isn't sampled: for errors,
 * refusals and unknown outcomes. Does nothing when traces go nowhere.
 */
export function markSpan(name: string, options: SpanOptions & { error?: unknown }): void {
  if (recording === undefined) return;
  const at = options.startTime ?? new Date();
  const parent = readTraceparent(options.parent);
  const origin = parent === undefined ? readTraceparent(options.origin) : undefined;
  const span = openSpan(recording.tracer, name, { ...options, startTime: at }, parent, origin);
  if (options.error !== undefined) markFailed(span, options.error);
  span.end(at);
}

function drawSample(): boolean {
  return recording !== undefined && Math.random() < recording.ratio;
}

function openSpan(
  tracer: Tracer,
  name: string,
  options: SpanOptions,
  parent: TraceContext | undefined,
  origin: TraceContext | undefined,
): Span {
  const attributes: Attributes = { ...options.attributes };
  const links: Link[] = [];
  if (origin !== undefined) {
    // Viewers may drop links (Zipkin does), so the id also stands among the attributes.
    attributes[ATTRIBUTES.originTraceId] = origin.traceId;
    links.push({ context: { ...spanContextOf(origin) } });
  }
  return tracer.startSpan(
    name,
    {
      kind: KINDS[options.kind ?? 'internal'],
      attributes,
      links,
      ...(options.startTime === undefined ? {} : { startTime: options.startTime }),
    },
    parent === undefined ? ROOT_CONTEXT : contextOf(parent),
  );
}

function contextOf(parent: TraceContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, spanContextOf(parent));
}

function spanContextOf(known: TraceContext) {
  const traceFlags = known.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return { traceId: known.traceId, spanId: known.spanId, traceFlags, isRemote: true };
}

/** Codes and class names only: the words of an error may name an address. */
function markFailed(span: Span, error: unknown): void {
  const type = errorType(error);
  span.setAttribute(ATTRIBUTES.errorType, type);
  span.setStatus({ code: SpanStatusCode.ERROR, message: type });
}

class RecordedSpan implements FlowSpan {
  readonly traceparent: string;
  readonly traceId: string;
  readonly sampled = true;
  readonly #span: Span;
  constructor(span: Span) {
    const { traceId, spanId } = span.spanContext();
    this.#span = span;
    this.traceId = traceId;
    this.traceparent = writeTraceparent({ traceId, spanId, sampled: true });
  }
  set(attributes: AttributeValues): void {
    this.#span.setAttributes(attributes);
  }
  fail(error: unknown): void {
    markFailed(this.#span, error);
  }
  end(): void {
    this.#span.end();
  }
}

class UnrecordedSpan implements FlowSpan {
  readonly traceparent: string;
  readonly #name: string;
  readonly #options: SpanOptions;
  #later: AttributeValues | undefined;
  constructor(name: string, traceparent: string, options: SpanOptions) {
    this.traceparent = traceparent;
    this.#name = name;
    this.#options = options;
  }
  get traceId(): string {
    return this.traceparent.slice(3, 35);
  }
  get sampled(): boolean {
    return isSampled(this.traceparent);
  }
  set(attributes: AttributeValues): void {
    if (recording === undefined) return;
    this.#later = this.#later === undefined ? attributes : { ...this.#later, ...attributes };
  }
  fail(error: unknown): void {
    if (recording === undefined) return;
    const { kind, attributes, origin } = this.#options;
    const originTraceId = readTraceparent(origin)?.traceId;
    markSpan(this.#name, {
      parent: this.traceparent,
      ...(kind === undefined ? {} : { kind }),
      attributes: {
        ...attributes,
        ...this.#later,
        ...(originTraceId === undefined ? {} : { [ATTRIBUTES.originTraceId]: originTraceId }),
      },
      error,
    });
  }
  end(): void {
    // Nothing was recorded, so nothing ends.
  }
}
