import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // `version` counts changes and outlives an erasure: the ids of facts 9 are derived from it.
  `CREATE TABLE recipient (
     id text COLLATE "C" PRIMARY KEY,
     attributes jsonb NOT NULL,
     time_zone text,
     country text,
     locale text,
     version int NOT NULL,
     changed_at timestamptz NOT NULL,
     erased_at timestamptz
   ) WITH (fillfactor = 70)`,
  `CREATE TABLE contact_point (
     recipient_id text COLLATE "C" NOT NULL,
     id uuid NOT NULL,
     position int NOT NULL,
     channel text NOT NULL,
     provider text,
     address text NOT NULL,
     address_hash text COLLATE "C" NOT NULL,
     registered_at timestamptz NOT NULL,
     dead_at timestamptz,
     PRIMARY KEY (recipient_id, id)
   ) WITH (fillfactor = 70)`,
  `CREATE INDEX contact_point_holder ON contact_point (address_hash, recipient_id)`,
  // Append-only; an erasure empties the personal fields. `number` is the order of recording.
  `CREATE TABLE ledger (
     recipient_id text COLLATE "C" NOT NULL,
     id uuid NOT NULL,
     number bigint GENERATED ALWAYS AS IDENTITY,
     state text NOT NULL,
     is_suppression boolean NOT NULL,
     contact_point_id uuid,
     channel text NOT NULL,
     purpose text,
     topic text,
     method text NOT NULL,
     wording text,
     wording_version text,
     at timestamptz NOT NULL,
     recorded_at timestamptz NOT NULL,
     recorded_by text NOT NULL,
     erased_at timestamptz,
     PRIMARY KEY (recipient_id, id)
   )`,
  `CREATE INDEX ledger_newest ON ledger (recipient_id, number)`,
  // By the address' HMAC, so that it outlives the erasure of whoever said STOP and holds for later holders.
  `CREATE TABLE suppression (
     address_hash text COLLATE "C" PRIMARY KEY,
     stopped_at timestamptz,
     stop_entry uuid,
     lifted_at timestamptz
   ) WITH (fillfactor = 70)`,
  // When each START was heard first: a replay keeps its first instant and lifts nothing that came later.
  `CREATE TABLE opt_in_text (id uuid PRIMARY KEY, at timestamptz NOT NULL)`,
  `CREATE TABLE decision (
     message_id uuid PRIMARY KEY,
     request int NOT NULL,
     recipient_id text COLLATE "C" NOT NULL,
     decision text NOT NULL,
     refused_of text,
     rule text NOT NULL,
     considered jsonb NOT NULL,
     ledger_entry text,
     decided_at timestamptz NOT NULL
   ) WITH (fillfactor = 70)`,
  `CREATE TABLE withdrawal (message_id uuid PRIMARY KEY, reason text NOT NULL, at timestamptz NOT NULL)`,
];

const TABLES = [
  'withdrawal',
  'decision',
  'opt_in_text',
  'suppression',
  'ledger',
  'contact_point',
  'recipient',
];

/** Everything that consent keeps. */
export class Consent1700000003000 implements MigrationInterface {
  readonly name = 'Consent1700000003000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE ${table}`);
  }
}
