import type pg from 'pg';

/** How often a database statement ran, and how long it took the database. */
export interface StatementCount {
  /** The service whose role ran it. */
  readonly service: string;
  readonly calls: number;
  readonly rows: number;
  /** Execution time in the database, without the network. */
  readonly milliseconds: number;
  readonly walBytes: number;
  readonly text: string;
}

/** Begins to count anew. */
export async function resetStatements(database: pg.Client): Promise<void> {
  await database.query('SELECT pg_stat_statements_reset()');
}

/** What the services ran since, the most expensive first. */
export async function readStatements(database: pg.Client): Promise<StatementCount[]> {
  const { rows } = await database.query<StatementCount>(`
    SELECT replace(r.rolname, 'hermod_', '') AS service, s.calls::int, s.rows::int,
      s.total_exec_time AS milliseconds, s.wal_bytes::float8 AS "walBytes",
      regexp_replace(s.query, '\\s+', ' ', 'g') AS text
    FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
    WHERE r.rolname <> current_user
    ORDER BY s.total_exec_time DESC`);
  return rows;
}
