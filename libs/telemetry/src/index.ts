/**
 * What Hermod tells about itself: spans of the flow with its own W3C propagation, pino logs, Prometheus metrics.
 * It refuses automatic instrumentation on the flow, span objects for what isn't sampled, and personal data.
 */
export * from './attributes.ts';
export * from './logger.ts';
export * from './metrics.ts';
export * from './metrics-catalog.ts';
export * from './metrics-defined.ts';
export * from './metrics-sampling.ts';
export * from './scrub.ts';
export { markSpan, startSpan, type FlowSpan, type SpanKind, type SpanOptions } from './span.ts';
export * from './start-telemetry.ts';
export * from './traceparent.ts';
