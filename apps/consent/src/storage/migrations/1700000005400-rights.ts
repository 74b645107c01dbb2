import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // What was asked for, kept as the proof that it was done; it names nobody but by the opaque id.
  `CREATE TABLE erasure (
     recipient_id text COLLATE "C" NOT NULL,
     version int NOT NULL,
     erased_at timestamptz NOT NULL,
     reason text,
     asked_by text NOT NULL,
     PRIMARY KEY (recipient_id, version)
   )`,
  // Who was handed what is known of somebody.
  `CREATE TABLE recipient_export (
     id uuid PRIMARY KEY,
     recipient_id text COLLATE "C" NOT NULL,
     exported_at timestamptz NOT NULL,
     exported_by text NOT NULL,
     reason text
   )`,
  `CREATE INDEX recipient_export_of ON recipient_export (recipient_id, exported_at)`,
];

/** Erasures and exports that were asked for: by whom, when and why. */
export class Rights1700000005400 implements MigrationInterface {
  readonly name = 'Rights1700000005400';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['recipient_export', 'erasure']) await runner.query(`DROP TABLE ${table}`);
  }
}
