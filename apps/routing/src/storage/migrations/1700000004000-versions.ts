import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Journeys that are paused, what people did to a journey as a whole, and timers that are out of the way. */
export class Versions1700000004000 implements MigrationInterface {
  readonly name = 'Versions1700000004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE journey ADD COLUMN paused_at timestamptz');
    // Who did what and when; those that take a while also hold how far they are.
    await runner.query(`
      CREATE TABLE journey_action (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        journey text NOT NULL,
        action text NOT NULL,
        version int,
        reason text,
        done_by text NOT NULL,
        done_at timestamptz NOT NULL DEFAULT now(),
        transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
        up_to_run uuid,
        runs int NOT NULL DEFAULT 0,
        finished_at timestamptz
      )`);
    await runner.query('CREATE INDEX journey_action_journey ON journey_action (journey, id)');
    await runner.query('CREATE INDEX journey_action_open ON journey_action (id) WHERE finished_at IS NULL');
    // Timers that were due while nothing could come of it: nobody looks for them until they are brought back.
    await runner.query(`
      CREATE TABLE parked_timer (
        run_id uuid PRIMARY KEY,
        recipient_id text COLLATE "C" NOT NULL,
        journey text NOT NULL,
        due_at timestamptz NOT NULL,
        reason text NOT NULL
      )`);
    await runner.query('CREATE INDEX parked_timer_journey ON parked_timer (journey, run_id)');
    await runner.query(
      `CREATE INDEX parked_timer_unreadable ON parked_timer (run_id) WHERE reason = 'unreadable'`,
    );
    // The runs that go on, of one version. A run leaves it once, when it ends: until then its updates stay on their page.
    await runner.query(`CREATE INDEX run_running ON run (journey, version, id) WHERE status = 'running'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX run_running');
    await runner.query('DROP TABLE parked_timer');
    await runner.query('DROP TABLE journey_action');
    await runner.query('ALTER TABLE journey DROP COLUMN paused_at');
  }
}
