import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  // What it was that killed it, or makes it unusable; codes and words of providers, never the address.
  'trouble_reason text',
  'unusable_at timestamptz',
  'unusable_channels text[]',
  // The newest ones that count; five of them make a mailbox unusable.
  `soft_bounces timestamptz[] NOT NULL DEFAULT '{}'`,
  // What was reported before this says nothing any more: it was restored, or mail came from there.
  'alive_at timestamptz',
  'restored_at timestamptz',
  'restored_by text',
  'restored_because text',
];

/** What was found out about contact points: it goes with them, when they are replaced or erased. */
export class ContactPointHealth1700000006000 implements MigrationInterface {
  readonly name = 'ContactPointHealth1700000006000';

  async up(runner: QueryRunner): Promise<void> {
    const added = COLUMNS.map((column) => `ADD COLUMN ${column}`).join(', ');
    await runner.query(`ALTER TABLE contact_point ${added}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const dropped = COLUMNS.map((column) => `DROP COLUMN ${column.split(' ', 1)[0]}`).join(', ');
    await runner.query(`ALTER TABLE contact_point ${dropped}`);
  }
}
