import { HermodError } from '@hermod/contracts';

/** The broker and the database that a test run shares. */
export interface Surroundings {
  readonly brokers: string;
  /** Of a role that may create databases and roles. */
  readonly adminUrl: string;
}

/**
 * What `global-setup.ts` started, or what the environment gives.
 * @throws HermodError NO_SURROUNDINGS outside of a run with the global set-up.
 */
export function surroundings(): Surroundings {
  const brokers = process.env['KAFKA_BROKERS'];
  const adminUrl = process.env['DATABASE_URL'];
  if (brokers === undefined || adminUrl === undefined) {
    throw new HermodError(
      'NO_SURROUNDINGS',
      'no broker and database: run with `vitest --project int`, or set KAFKA_BROKERS and DATABASE_URL',
    );
  }
  return { brokers, adminUrl };
}
