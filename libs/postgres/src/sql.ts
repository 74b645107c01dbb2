import type { DataSource, EntityManager } from 'typeorm';
import type { PoolClient } from 'pg';

/** Statements of one transaction. */
export interface Sql {
  /** TypeORM's door to the same transaction, for what is not on the path. */
  readonly manager: EntityManager;
  /**
   * Runs a statement that is prepared once per connection under `name`. TypeORM's own `query` can't name
   * statements, and planning anew each time costs the path more than running them.
   */
  query<R extends object>(name: string, text: string, values: readonly unknown[]): Promise<R[]>;
}

/**
 * Runs `work` in one transaction (READ COMMITTED): committed when it returns, rolled back when it throws.
 */
export function inTransaction<T>(dataSource: DataSource, work: (sql: Sql) => Promise<T>): Promise<T> {
  return dataSource.transaction(async (manager) => work(await sqlOf(manager)));
}

async function sqlOf(manager: EntityManager): Promise<Sql> {
  const runner = manager.queryRunner;
  if (runner === undefined) throw new TypeError('sqlOf needs the manager of a transaction');
  const client = (await runner.connect()) as PoolClient;
  return {
    manager,
    query: async <R extends object>(name: string, text: string, values: readonly unknown[]) =>
      (await client.query<R>({ name, text, values: [...values] })).rows,
  };
}
