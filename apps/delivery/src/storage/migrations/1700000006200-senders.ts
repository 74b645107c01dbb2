import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Senders, and what attempts tell of them, of contact points and of taking back. */
export class Senders1700000006200 implements MigrationInterface {
  readonly name = 'Senders1700000006200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sender (
        id text PRIMARY KEY,
        provider text NOT NULL,
        channels text[] NOT NULL,
        address text NOT NULL,
        brand_name text,
        logo text,
        countries text[],
        is_default boolean NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
    await runner.query(`
      ALTER TABLE attempt ADD COLUMN sender text, ADD COLUMN trouble text, ADD COLUMN take_back text,
        ADD COLUMN taken_back_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE attempt DROP COLUMN sender, DROP COLUMN trouble, DROP COLUMN take_back, DROP COLUMN taken_back_at`);
    await runner.query('DROP TABLE sender');
  }
}
