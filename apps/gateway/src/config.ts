import { HermodError, SERVICES } from '@hermod/contracts';
import { z } from 'zod';

/** The services behind the gateway. */
export type BackService = Exclude<(typeof SERVICES)[number], 'gateway'>;
export const BACK_SERVICES: readonly BackService[] = ['routing', 'consent', 'delivery', 'receipts'];

/** How one gateway process is set up. */
export interface GatewayConfig {
  /** Loopback port; 0 takes a free one. */
  readonly port: number;
  readonly apiKey: string;
  readonly principalSecret: string;
  /** How the world reaches this gateway, without a trailing slash. */
  readonly publicUrl: string;
  readonly brokers: readonly string[];
  readonly kafkaPrefix: string;
  /** The gateway's own role; its schema keeps the API keys. */
  readonly databaseUrl: string;
  /** The origins of each service's instances. */
  readonly services: Readonly<Record<BackService, readonly string[]>>;
  /** Whose pages may call the API from a browser; default none. */
  readonly corsOrigins: readonly string[];
  /** Where the simulator listens; undefined in a deployment. */
  readonly simulatorUrl: string | undefined;
  /** The page of one trace, with `{traceId}` in its place; undefined when nothing shows traces. */
  readonly traceUrl: string | undefined;
}

const Secret = z.string().min(1, 'is empty');
const List = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().min(1, 'is empty')));
const Origins = List.pipe(
  z.array(
    z.url({ protocol: /^https?$/, error: 'is no http(s) URL' }).transform((url) => new URL(url).origin),
  ),
);
const PageOrigin = z
  .string()
  .refine(
    (text) => /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text,
    'is no list of http(s) origins',
  );
const TraceUrl = z
  .url({ protocol: /^https?$/, error: 'is no http(s) URL' })
  .refine((url) => url.includes('{traceId}'), 'lacks {traceId}');

const Environment = z.object({
  PORT: z.coerce.number('is no port').int('is no port').min(0, 'is no port').max(65_535, 'is no port'),
  HERMOD_API_KEY: Secret,
  HERMOD_PRINCIPAL_SECRET: Secret,
  HERMOD_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'is no http(s) URL' }).optional(),
  KAFKA_BROKERS: List,
  HERMOD_KAFKA_PREFIX: z.string().default(''),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is no PostgreSQL URL' }),
  HERMOD_URL_ROUTING: Origins,
  HERMOD_URL_CONSENT: Origins,
  HERMOD_URL_DELIVERY: Origins,
  HERMOD_URL_RECEIPTS: Origins,
  HERMOD_CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) => (text.trim() === '' ? [] : text.split(',').map((origin) => origin.trim())))
    .pipe(z.array(PageOrigin)),
  HERMOD_SIMULATOR_URL: z.url({ protocol: /^https?$/, error: 'is no http(s) URL' }).optional(),
  HERMOD_TRACE_URL: TraceUrl.optional(),
});

/**
 * Reads the environment of CONTRIBUTING.md. `HERMOD_URL_*` may name several instances, separated by commas.
 * @throws HermodError CONFIG_INVALID with one sentence that names each variable that can't be used.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): GatewayConfig {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) throw unusable(parsed.error, environment);
  const read = parsed.data;
  return {
    port: read.PORT,
    apiKey: read.HERMOD_API_KEY,
    principalSecret: read.HERMOD_PRINCIPAL_SECRET,
    publicUrl: (read.HERMOD_PUBLIC_URL ?? `http://127.0.0.1:${read.PORT}`).replace(/\/+$/, ''),
    brokers: read.KAFKA_BROKERS,
    kafkaPrefix: read.HERMOD_KAFKA_PREFIX,
    databaseUrl: read.DATABASE_URL,
    corsOrigins: read.HERMOD_CORS_ORIGINS,
    services: {
      routing: read.HERMOD_URL_ROUTING,
      consent: read.HERMOD_URL_CONSENT,
      delivery: read.HERMOD_URL_DELIVERY,
      receipts: read.HERMOD_URL_RECEIPTS,
    },
    simulatorUrl:
      read.HERMOD_SIMULATOR_URL === undefined ? undefined : new URL(read.HERMOD_SIMULATOR_URL).origin,
    traceUrl: read.HERMOD_TRACE_URL,
  };
}

function unusable(error: z.ZodError, environment: Readonly<Record<string, string | undefined>>): HermodError {
  const problems = error.issues.map((issue) => {
    const field = String(issue.path[0]);
    return { field, message: environment[field] === undefined ? 'is missing' : issue.message };
  });
  const words = problems.map(({ field, message }) => `${field} ${message}`);
  return new HermodError('CONFIG_INVALID', `The gateway can't start: ${words.join(', ')}.`, {
    ...(problems[0] === undefined ? {} : { field: problems[0].field }),
    fix: 'set the variable; CONTRIBUTING.md lists them all',
    problems,
  });
}
