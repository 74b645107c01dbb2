import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs hear more events than those that end them, and a value may count as long as its run goes on. */
export class JourneyLanguage1700000002000 implements MigrationInterface {
  readonly name = 'JourneyLanguage1700000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE journey_version RENAME COLUMN exit_types TO heard_types');
    await runner.query('ALTER TABLE once_value ADD COLUMN run_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE once_value DROP COLUMN run_id');
    await runner.query('ALTER TABLE journey_version RENAME COLUMN heard_types TO exit_types');
  }
}
