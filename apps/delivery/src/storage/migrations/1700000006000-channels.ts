import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Templates in several languages. */
export class Channels1700000006000 implements MigrationInterface {
  readonly name = 'Channels1700000006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE template ADD COLUMN locales jsonb NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE template DROP COLUMN locales');
  }
}
