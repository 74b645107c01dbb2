import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Journeys and their versions, runs with their story and timers, and what conditions know of recipients. */
export class Routing1700000001000 implements MigrationInterface {
  readonly name = 'Routing1700000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE journey (
        id text PRIMARY KEY,
        draft_source text NOT NULL,
        draft_format text NOT NULL,
        draft_at timestamptz NOT NULL DEFAULT now(),
        published_version int
      )`);
    await runner.query(`
      CREATE TABLE journey_version (
        journey text NOT NULL,
        version int NOT NULL,
        source text NOT NULL,
        format text NOT NULL,
        exit_types text[] NOT NULL,
        published_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (journey, version)
      )`);
    // Moved by every publication: instances see it with their next unit of work.
    await runner.query(
      'CREATE TABLE journey_catalog (id boolean PRIMARY KEY DEFAULT true CHECK (id), revision bigint NOT NULL)',
    );
    await runner.query('INSERT INTO journey_catalog (revision) VALUES (1)');
    // Columns that never change stand first: an update's WAL holds only what follows them. No index is on a
    // column that changes, so updates stay on their page.
    await runner.query(`
      CREATE TABLE run (
        id uuid PRIMARY KEY,
        recipient_id text COLLATE "C" NOT NULL,
        journey text NOT NULL,
        version int NOT NULL,
        started_at timestamptz NOT NULL,
        event json NOT NULL,
        traceparent text,
        status text NOT NULL,
        outcome text,
        ended_at timestamptz,
        state json NOT NULL
      ) WITH (fillfactor = 70)`);
    await runner.query('CREATE INDEX run_recipient ON run (recipient_id, started_at, id)');
    await runner.query('CREATE INDEX run_journey ON run (journey, started_at, id)');
    await runner.query('CREATE INDEX run_started ON run (started_at, id)');
    await runner.query(`
      CREATE TABLE run_entry (
        run_id uuid NOT NULL,
        id bigint GENERATED ALWAYS AS IDENTITY,
        entries json NOT NULL,
        PRIMARY KEY (run_id, id)
      )`);
    // One row a run: when it wants to be woken next. What is due then stands in the run.
    await runner.query(`
      CREATE TABLE run_timer (
        run_id uuid PRIMARY KEY,
        recipient_id text COLLATE "C" NOT NULL,
        kafka_partition int NOT NULL,
        urgent boolean NOT NULL,
        due_at timestamptz NOT NULL
      ) WITH (fillfactor = 70)`);
    await runner.query('CREATE INDEX run_timer_due ON run_timer (urgent, due_at)');
    await runner.query(`
      CREATE TABLE once_value (
        journey text NOT NULL,
        recipient_id text COLLATE "C" NOT NULL,
        value_key uuid NOT NULL,
        started_at timestamptz NOT NULL,
        PRIMARY KEY (journey, recipient_id, value_key)
      ) WITH (fillfactor = 70)`);
    await runner.query(`
      CREATE TABLE recipient (
        recipient_id text COLLATE "C" PRIMARY KEY,
        revision bigint NOT NULL,
        attributes jsonb NOT NULL
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'recipient',
      'once_value',
      'run_timer',
      'run_entry',
      'run',
      'journey_catalog',
      'journey_version',
      'journey',
    ];
    for (const table of tables) await runner.query(`DROP TABLE ${table}`);
  }
}
