import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // Two secrets at most: the one that counts, and for a while the one before. `revision` is the order of changes.
  `CREATE TABLE api_key (
     id text COLLATE "C" PRIMARY KEY,
     name text NOT NULL,
     scopes text[] NOT NULL,
     digest bytea NOT NULL,
     former_digest bytea,
     former_until timestamptz,
     rate_per_second double precision,
     rate_burst int,
     created_at timestamptz NOT NULL,
     created_by text NOT NULL,
     expires_at timestamptz,
     revoked_at timestamptz,
     last_used_at timestamptz,
     revision bigint NOT NULL
   ) WITH (fillfactor = 70)`,
  `CREATE INDEX api_key_newest ON api_key (created_at DESC, id DESC)`,
  `CREATE INDEX api_key_changed ON api_key (revision)`,
  // One row: who changes a key holds it until the end of the transaction, so revisions appear in their order.
  `CREATE TABLE api_key_revision (last bigint NOT NULL)`,
  `INSERT INTO api_key_revision VALUES (0)`,
];

/** The keys to the door. */
export class Gateway1700000005000 implements MigrationInterface {
  readonly name = 'Gateway1700000005000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_key_revision');
    await runner.query('DROP TABLE api_key');
  }
}
