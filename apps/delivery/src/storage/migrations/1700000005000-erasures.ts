import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which messages were emptied: what still comes of them brings nothing personal back. */
export class Erasures1700000005000 implements MigrationInterface {
  readonly name = 'Erasures1700000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE message ADD COLUMN erased boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE message DROP COLUMN erased');
  }
}
