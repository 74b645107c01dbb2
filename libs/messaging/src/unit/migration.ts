import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the messaging core, in each service's own schema. */
export class Messaging1700000000000 implements MigrationInterface {
  readonly name = 'Messaging1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recipient_lock (
        recipient_id text COLLATE "C" PRIMARY KEY,
        revision bigint NOT NULL
      ) WITH (fillfactor = 70)`);
    for (const table of ['inbox', 'event_inbox']) {
      await runner.query(`
        CREATE TABLE ${table} (key uuid NOT NULL, period int NOT NULL, PRIMARY KEY (key, period))
        PARTITION BY RANGE (period)`);
    }
    await runner.query(`
      CREATE TABLE outbox (
        id uuid PRIMARY KEY,
        payload bytea NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX outbox_created_at ON outbox (created_at)');
    // The payload is compressed already.
    await runner.query('ALTER TABLE outbox ALTER COLUMN payload SET STORAGE EXTERNAL');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['outbox', 'event_inbox', 'inbox', 'recipient_lock'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
