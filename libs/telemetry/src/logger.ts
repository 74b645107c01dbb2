/** Logs: one JSON object a line on stdout, with trace ids and without personal data. */
import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';
import { describeError, withoutAddresses } from './scrub.ts';
import { readTraceparent } from './traceparent.ts';

export type Logger = PinoLogger;

/** Fields that hold addresses, texts or secrets wherever they stand in the first two levels of a log line. */
const PRIVATE_FIELDS = [
  'address',
  'addresses',
  'attributes',
  'authorization',
  'body',
  'contactPoint',
  'contactPoints',
  'email',
  'from',
  'phone',
  'text',
  'to',
  'token',
  'url',
];

/**
 * A logger for a service: level from `LOG_LEVEL` (default `info`), ISO times, addresses blanked out in
 * messages and errors and whole fields redacted. Log errors as `{ err }`.
 * @param destination for tests; stdout otherwise.
 */
export function createLogger(service: string, destination?: DestinationStream): Logger {
  const options = {
    level: process.env['LOG_LEVEL'] ?? 'info',
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: (error: unknown) => describeError(error) },
    redact: { paths: PRIVATE_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
    hooks: {
      logMethod(this: Logger, args: Parameters<pino.LogFn>, method: pino.LogFn): void {
        method.apply(this, args.map(scrubText) as Parameters<pino.LogFn>);
      },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function scrubText(argument: unknown): unknown {
  return typeof argument === 'string' ? withoutAddresses(argument) : argument;
}

/** The ids of a `traceparent` as log fields: `logger.info(traceFields(span.traceparent), '…')`. */
export function traceFields(traceparent: string | undefined): { trace_id?: string; span_id?: string } {
  const known = readTraceparent(traceparent);
  return known === undefined ? {} : { trace_id: known.traceId, span_id: known.spanId };
}
