import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what names providers report, and what waits for one of them. */
export class Channels1700000006000 implements MigrationInterface {
  readonly name = 'Channels1700000006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE hand_over (
        provider text COLLATE "C" NOT NULL,
        reference text COLLATE "C" NOT NULL,
        recipient_id text COLLATE "C" NOT NULL,
        message_id uuid NOT NULL,
        attempt_id uuid NOT NULL,
        run_id uuid,
        channel text NOT NULL,
        lane text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (provider, reference)
      )`);
    await runner.query('CREATE INDEX hand_over_recipient ON hand_over (recipient_id)');
    await runner.query('CREATE INDEX hand_over_at ON hand_over (at)');
    await runner.query(`
      CREATE TABLE parked_report (
        provider text COLLATE "C" NOT NULL,
        reference text COLLATE "C" NOT NULL,
        report jsonb NOT NULL,
        at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX parked_report_reference ON parked_report (provider, reference)');
    await runner.query('CREATE INDEX parked_report_at ON parked_report (at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['parked_report', 'hand_over']) await runner.query(`DROP TABLE ${table}`);
  }
}
