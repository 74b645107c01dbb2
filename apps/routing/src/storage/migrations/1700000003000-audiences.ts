import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Launches of audiences with their lists, and what a recipient did last. */
export class Audiences1700000003000 implements MigrationInterface {
  readonly name = 'Audiences1700000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE recipient ADD COLUMN erased boolean NOT NULL DEFAULT false');
    await runner.query(`
      CREATE TABLE launch (
        id uuid PRIMARY KEY,
        journey text NOT NULL,
        version int NOT NULL,
        kind text NOT NULL,
        urgent boolean NOT NULL,
        event json NOT NULL,
        traceparent text,
        pace int NOT NULL,
        listed int,
        requested_by text,
        created_at timestamptz NOT NULL,
        state text NOT NULL,
        why text,
        ended_at timestamptz,
        wake_at timestamptz NOT NULL,
        tokens float8 NOT NULL DEFAULT 0,
        tokens_at timestamptz NOT NULL,
        cursor text COLLATE "C" NOT NULL DEFAULT '',
        seen int NOT NULL DEFAULT 0,
        chosen int NOT NULL DEFAULT 0,
        started int NOT NULL DEFAULT 0,
        skipped int NOT NULL DEFAULT 0,
        missing int NOT NULL DEFAULT 0,
        failed int NOT NULL DEFAULT 0
      ) WITH (fillfactor = 70)`);
    await runner.query('CREATE INDEX launch_journey ON launch (journey, created_at, id)');
    await runner.query(`CREATE INDEX launch_due ON launch (urgent, wake_at) WHERE state = 'running'`);
    await runner.query(`
      CREATE TABLE launch_recipient (
        launch_id uuid NOT NULL,
        recipient_id text COLLATE "C" NOT NULL,
        data json,
        PRIMARY KEY (launch_id, recipient_id)
      )`);
    // For an erasure.
    await runner.query('CREATE INDEX launch_recipient_of ON launch_recipient (recipient_id)');
    await this.#addActivity(runner);
  }

  async #addActivity(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recipient_activity (
        recipient_id text COLLATE "C" PRIMARY KEY,
        events json NOT NULL,
        signals json NOT NULL
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['recipient_activity', 'launch_recipient', 'launch'])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query('ALTER TABLE recipient DROP COLUMN erased');
  }
}
