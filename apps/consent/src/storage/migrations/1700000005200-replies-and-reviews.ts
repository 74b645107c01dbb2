import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  // When the newest text of each kind was written that was answered, by the number's HMAC.
  `CREATE TABLE answered_number (
     address_hash text COLLATE "C" PRIMARY KEY,
     stop_at timestamptz,
     help_at timestamptz,
     start_at timestamptz
   ) WITH (fillfactor = 70)`,
  // What a person was asked to confirm, in the words that they were shown; once for each pending entry.
  `CREATE TABLE opt_in_question (
     recipient_id text COLLATE "C" NOT NULL,
     entry_id uuid NOT NULL,
     wording text NOT NULL,
     language text NOT NULL,
     asked_at timestamptz NOT NULL,
     confirmed_at timestamptz,
     PRIMARY KEY (recipient_id, entry_id)
   ) WITH (fillfactor = 70)`,
  // Texts that may ask for an end. The words go when a holder of the number is erased.
  `CREATE TABLE review (
     id uuid PRIMARY KEY,
     address_hash text COLLATE "C" NOT NULL,
     channel text NOT NULL,
     words text,
     phrase text NOT NULL,
     provider text NOT NULL,
     at timestamptz NOT NULL,
     status text NOT NULL DEFAULT 'open',
     settled_at timestamptz,
     settled_by text,
     reason text
   ) WITH (fillfactor = 70)`,
  `CREATE INDEX review_held ON review (address_hash) WHERE status = 'open'`,
  `CREATE INDEX review_number ON review (address_hash)`,
  `CREATE INDEX review_open ON review (at, id) WHERE status = 'open'`,
  `CREATE INDEX review_settled ON review (at, id) WHERE status <> 'open'`,
];

/** What people were answered and asked, and texts that somebody has to read. */
export class RepliesAndReviews1700000005200 implements MigrationInterface {
  readonly name = 'RepliesAndReviews1700000005200';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['review', 'opt_in_question', 'answered_number'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
