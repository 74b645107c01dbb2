import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whom a receipt is about, and which texts came from an address: for exports and erasures. Receipts from before are
 * found by their message only; the reasons that providers gave for them go, because nobody could be exported or erased by
 * them.
 */
export class Erasures1700000005000 implements MigrationInterface {
  readonly name = 'Erasures1700000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE receipt ADD COLUMN recipient_id text COLLATE "C"');
    await runner.query(
      `UPDATE receipt SET reason = substring(reason FROM '^[A-Z0-9_]+') WHERE reason IS NOT NULL`,
    );
    await runner.query('CREATE INDEX receipt_recipient ON receipt (recipient_id, at)');
    await runner.query('CREATE INDEX inbound_address ON inbound (address_hash, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX inbound_address');
    await runner.query('DROP INDEX receipt_recipient');
    await runner.query('ALTER TABLE receipt DROP COLUMN recipient_id');
  }
}
