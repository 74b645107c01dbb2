import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the ledger keeps besides the words: their language, on what a consent rests and until when, whence it comes. */
export class LedgerEvidence1700000005100 implements MigrationInterface {
  readonly name = 'LedgerEvidence1700000005100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ledger ADD COLUMN language text, ADD COLUMN basis text,
      ADD COLUMN valid_until timestamptz, ADD COLUMN source jsonb, ADD COLUMN reason text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ledger DROP COLUMN language, DROP COLUMN basis, DROP COLUMN valid_until,
      DROP COLUMN source, DROP COLUMN reason`);
  }
}
