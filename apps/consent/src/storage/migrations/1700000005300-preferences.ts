import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What recipients have chosen for themselves besides consent; upstream's PUT leaves it alone. */
export class Preferences1700000005300 implements MigrationInterface {
  readonly name = 'Preferences1700000005300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE preference (
       recipient_id text COLLATE "C" PRIMARY KEY,
       quiet_hours jsonb,
       changed_at timestamptz NOT NULL
     ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE preference');
  }
}
