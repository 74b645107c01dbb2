import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was erased, in each service's own schema: the mark outlives what it was about, so that nothing late brings it back. */
export class ErasedRecipients1700000005010 implements MigrationInterface {
  readonly name = 'ErasedRecipients1700000005010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE erased_recipient (
        recipient_id text COLLATE "C" PRIMARY KEY,
        erased_at timestamptz NOT NULL,
        done_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE erased_recipient');
  }
}
