import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  'ALTER TABLE recipient ADD COLUMN region text',
  // Where a number or a device may be, as it was worked out when it was stored; worked out anew where it is missing.
  `ALTER TABLE contact_point ADD COLUMN device_time_zone text, ADD COLUMN number_country text,
     ADD COLUMN number_zones text[], ADD COLUMN number_anywhere boolean`,
  `ALTER TABLE decision ADD COLUMN channel text, ADD COLUMN purpose text, ADD COLUMN topic text,
     ADD COLUMN until timestamptz`,
  // Messages that count against a cap, from their permission on; only of those that one counts.
  `CREATE TABLE counted_message (
     recipient_id text COLLATE "C" NOT NULL,
     message_id uuid NOT NULL,
     request int NOT NULL,
     channel text NOT NULL,
     purpose text NOT NULL,
     topic text,
     at timestamptz NOT NULL,
     PRIMARY KEY (recipient_id, message_id)
   ) WITH (fillfactor = 70)`,
  'CREATE INDEX counted_message_at ON counted_message (at)',
  // When a message was last permitted by a consent that ends without use; by the day.
  `CREATE TABLE consent_use (
     recipient_id text COLLATE "C" NOT NULL,
     entry_id uuid NOT NULL,
     used_at timestamptz NOT NULL,
     PRIMARY KEY (recipient_id, entry_id)
   ) WITH (fillfactor = 70)`,
  // What the organisation wants beyond the law; every change is kept.
  `CREATE TABLE policy (
     version int PRIMARY KEY,
     document jsonb NOT NULL,
     changed_at timestamptz NOT NULL,
     changed_by text NOT NULL
   )`,
];

const DOWN = [
  'DROP TABLE policy',
  'DROP TABLE consent_use',
  'DROP TABLE counted_message',
  `ALTER TABLE decision DROP COLUMN channel, DROP COLUMN purpose, DROP COLUMN topic, DROP COLUMN until`,
  `ALTER TABLE contact_point DROP COLUMN device_time_zone, DROP COLUMN number_country, DROP COLUMN number_zones,
     DROP COLUMN number_anywhere`,
  'ALTER TABLE recipient DROP COLUMN region',
];

/** What decisions look at besides consent: where somebody is, what was sent, what the organisation wants. */
export class Rules1700000005000 implements MigrationInterface {
  readonly name = 'Rules1700000005000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
