import { HermodError, LANES } from '@hermod/contracts';
import { z } from 'zod';

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  KAFKA_BROKERS: z.string().min(1),
  HERMOD_KAFKA_PREFIX: z.string().default(''),
  HERMOD_KAFKA_PARTITIONS: z.coerce.number().int().min(1).max(1_000).default(6),
  DATABASE_URL: z.url(),
  HERMOD_LANES: z.enum(['both', ...LANES]).default('both'),
  HERMOD_PRINCIPAL_SECRET: z.string().min(16),
  HERMOD_SECRET: z.string().min(16),
  HERMOD_PUBLIC_URL: z.url().default('http://127.0.0.1:8080'),
  HERMOD_URL_DELIVERY: z.string().default('http://127.0.0.1:1'),
});

/** What every service process is told by its environment (see CONTRIBUTING.md); parsed once. */
export interface ServiceConfig {
  readonly port: number;
  readonly brokers: readonly string[];
  readonly kafkaPrefix: string;
  readonly partitions: number;
  readonly databaseUrl: string;
  readonly lanes: readonly (typeof LANES)[number][];
  readonly principalSecret: string;
  readonly secret: string;
  readonly publicUrl: string;
  /** Where other services' HTTP APIs listen, for checks off the path. */
  readonly urls: { readonly delivery: string };
}

/**
 * Reads the environment.
 * @throws HermodError CONFIG_INVALID naming each variable that is missing or wrong.
 */
export function readServiceConfig(env: Readonly<Record<string, string | undefined>>): ServiceConfig {
  const verdict = Environment.safeParse(env);
  if (!verdict.success) {
    const problems = verdict.error.issues.map((issue) => ({
      field: issue.path.join('.'),
      message: issue.message,
    }));
    const words = problems.map(({ field, message }) => `${field}: ${message}`).join('; ');
    throw new HermodError('CONFIG_INVALID', `the environment is not complete: ${words}`, { problems });
  }
  const { data } = verdict;
  return {
    port: data.PORT,
    brokers: data.KAFKA_BROKERS.split(',').map((broker) => broker.trim()),
    kafkaPrefix: data.HERMOD_KAFKA_PREFIX,
    partitions: data.HERMOD_KAFKA_PARTITIONS,
    databaseUrl: data.DATABASE_URL,
    lanes: data.HERMOD_LANES === 'both' ? LANES : [data.HERMOD_LANES],
    principalSecret: data.HERMOD_PRINCIPAL_SECRET,
    secret: data.HERMOD_SECRET,
    publicUrl: data.HERMOD_PUBLIC_URL.replace(/\/$/, ''),
    urls: { delivery: firstOf(data.HERMOD_URL_DELIVERY) },
  };
}

/** Instances are listed with commas; a check asks the first. */
function firstOf(urls: string): string {
  return urls.split(',')[0]!.trim().replace(/\/$/, '');
}
