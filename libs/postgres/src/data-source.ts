import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Store } from './prepare-database.ts';

type Classes = NonNullable<DataSourceOptions['entities']>;
type Migrations = NonNullable<DataSourceOptions['migrations']>;

export interface StoreOptions {
  readonly url: string;
  readonly store: Store;
  readonly entities: Classes;
  readonly migrations: Migrations;
  /** Connections at most (default 8). */
  readonly poolSize?: number;
}

/** TypeORM's options for a service's own schema. Every statement has a deadline. */
export function dataSourceOptions(options: StoreOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url: options.url,
    schema: options.store,
    entities: options.entities,
    migrations: options.migrations,
    migrationsTableName: 'migration',
    applicationName: `hermod-${options.store}`,
    poolSize: options.poolSize ?? 8,
    connectTimeoutMS: 10_000,
    logging: false,
    extra: { statement_timeout: 30_000, query_timeout: 35_000 },
  };
}

/** Opens a service's schema and brings it up to date. Instances that start together take turns. */
export async function openStore(options: StoreOptions): Promise<DataSource> {
  const dataSource = new DataSource(dataSourceOptions(options));
  await dataSource.initialize();
  try {
    await migrate(dataSource, options.store);
  } catch (error) {
    // Its connections hold the turn to migrate.
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** Runs what is pending of the migrations, one instance at a time. */
export async function migrate(dataSource: DataSource, store: Store): Promise<void> {
  const turn = dataSource.createQueryRunner();
  try {
    await turn.query(`SELECT pg_advisory_lock(hashtext('hermod migrate'), hashtext($1))`, [store]);
    await dataSource.runMigrations({ transaction: 'each' });
    await turn.query(`SELECT pg_advisory_unlock(hashtext('hermod migrate'), hashtext($1))`, [store]);
  } finally {
    await turn.release();
  }
}
