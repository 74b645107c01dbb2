import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which runs were emptied: whatever still comes about them is passed over. */
export class Erasures1700000005000 implements MigrationInterface {
  readonly name = 'Erasures1700000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE run ADD COLUMN erased boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE run DROP COLUMN erased');
  }
}
