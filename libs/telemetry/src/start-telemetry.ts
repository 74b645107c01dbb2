import { diag, DiagLogLevel, type DiagLogger } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  TracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import { HermodError } from '@hermod/contracts';
import { createLogger } from './logger.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { setRecording } from './span.ts';

const DEFAULT_RATIO = 0.01;
const EXPORT_TIMEOUT_MS = 5_000;
/** How long a process that ends waits for its last spans to leave. */
const LAST_EXPORT_MS = 2_000;
/** Short, so that a story can be looked at while it is told. */
const EXPORT_EVERY_MS = 1_000;

export interface TelemetryOptions {
  /** Where spans go besides what the environment names; for tests. */
  exporters?: readonly SpanExporter[];
  /** Default `process.env`. */
  environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts traces for this process: OTLP over HTTP to `OTEL_EXPORTER_OTLP_ENDPOINT`, Zipkin to
 * `HERMOD_ZIPKIN_URL`, new roots sampled at `OTEL_TRACES_SAMPLER_ARG` (0 to 1, default 0.01). With neither
 * address there are no spans at all. Nothing is instrumented automatically.
 * @returns shutdown, which sends what is still waiting, for two seconds at most: a collector that is slow or away
 * holds up no process that was asked to end, and makes its end no failure.
 * @throws HermodError TELEMETRY_BAD_SETTING when the share is no number from 0 to 1, or an address no URL.
 */
export function startTelemetry(
  service: string,
  options: TelemetryOptions = {},
): { shutdown(): Promise<void> } {
  const environment = options.environment ?? process.env;
  registerProcessMetrics();
  const ratio = readRatio(environment['OTEL_TRACES_SAMPLER_ARG']);
  const exporters = [...(options.exporters ?? []), ...exportersOf(environment)];
  if (exporters.length === 0) {
    setRecording(undefined);
    return { shutdown: () => Promise.resolve() };
  }
  diag.setLogger(quietDiagnostics(service), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'hermod' }),
    // Whether a span is recorded is decided before there is one (see span.ts).
    sampler: new AlwaysOnSampler(),
    spanProcessors: exporters.map(
      (exporter) =>
        new BatchSpanProcessor({
          exporter,
          maxQueueSize: 16_384,
          scheduledDelayMillis: EXPORT_EVERY_MS,
          exportTimeoutMillis: EXPORT_TIMEOUT_MS,
        }),
    ),
  });
  setRecording({ tracer: provider.getTracer('hermod'), ratio });
  return {
    async shutdown() {
      setRecording(undefined);
      await lastExport(provider);
    },
  };
}

async function lastExport(provider: TracerProvider): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${LAST_EXPORT_MS} ms`)), LAST_EXPORT_MS);
  });
  try {
    await Promise.race([provider.shutdown(), late]);
  } catch (error) {
    diag.warn(`the last spans were not exported: ${String(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

function exportersOf(environment: Readonly<Record<string, string | undefined>>): SpanExporter[] {
  const exporters: SpanExporter[] = [];
  const otlp = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const zipkin = environment['HERMOD_ZIPKIN_URL'];
  if (otlp !== undefined && otlp !== '') {
    const url = endpoint('OTEL_EXPORTER_OTLP_ENDPOINT', otlp, 'v1/traces');
    exporters.push(new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS }));
  }
  if (zipkin !== undefined && zipkin !== '') {
    exporters.push(new ZipkinExporter({ url: endpoint('HERMOD_ZIPKIN_URL', zipkin, 'api/v2/spans') }));
  }
  return exporters;
}

/** The address with the protocol's path added, unless it already ends in it. */
function endpoint(variable: string, base: string, path: string): string {
  if (!URL.canParse(base)) {
    throw new HermodError('TELEMETRY_BAD_SETTING', `${variable} is no URL`, {
      field: variable,
      fix: `set ${variable} to an address such as http://127.0.0.1:4318`,
    });
  }
  const trimmed = base.replace(/\/+$/, '');
  return trimmed.endsWith(path) ? trimmed : `${trimmed}/${path}`;
}

function readRatio(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_RATIO;
  const ratio = Number(text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new HermodError('TELEMETRY_BAD_SETTING', `OTEL_TRACES_SAMPLER_ARG is ${text}`, {
    field: 'OTEL_TRACES_SAMPLER_ARG',
    fix: 'set OTEL_TRACES_SAMPLER_ARG to a share from 0 to 1, such as 0.01',
  });
}

/** OpenTelemetry's own warnings and errors (a collector that is away) in the service's log. */
function quietDiagnostics(service: string): DiagLogger {
  const logger = createLogger(service);
  const nothing = (): void => undefined;
  return {
    error: (message) => logger.warn({ about: 'traces' }, message),
    warn: (message) => logger.warn({ about: 'traces' }, message),
    info: nothing,
    debug: nothing,
    verbose: nothing,
  };
}
