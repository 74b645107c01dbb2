import type { MigrationInterface, QueryRunner } from 'typeorm';
import { chainOldEntries } from './chain-old-entries.ts';

const PLACES = [
  `ALTER TABLE ledger ADD COLUMN sequence int, ADD COLUMN salt bytea, ADD COLUMN digest bytea, ADD COLUMN hash bytea`,
  // Where each chain ends. A seal is missing until the first start, because only a service has the secret.
  `CREATE TABLE ledger_head (
     recipient_id text COLLATE "C" PRIMARY KEY,
     sequence int NOT NULL,
     hash bytea NOT NULL,
     seal bytea
   ) WITH (fillfactor = 70)`,
];

const PROOF = [
  `ALTER TABLE ledger ALTER COLUMN sequence SET NOT NULL, ALTER COLUMN digest SET NOT NULL,
     ALTER COLUMN hash SET NOT NULL`,
  `CREATE UNIQUE INDEX ledger_chain ON ledger (recipient_id, sequence)`,
  // Its place in the chain tells the order of recording.
  `DROP INDEX ledger_newest`,
  `ALTER TABLE ledger DROP COLUMN number`,
  `CREATE INDEX ledger_recorded ON ledger (recorded_at)`,
  // Days that are over, with the root of what changed on them.
  `CREATE TABLE ledger_day (
     day date PRIMARY KEY,
     leaves int NOT NULL,
     root bytea NOT NULL,
     root_before bytea,
     seal bytea NOT NULL,
     closed_at timestamptz NOT NULL
   )`,
  `CREATE TABLE ledger_leaf (
     day date NOT NULL,
     recipient_id text COLLATE "C" NOT NULL,
     sequence int NOT NULL,
     hash bytea NOT NULL,
     PRIMARY KEY (day, recipient_id)
   )`,
  `CREATE INDEX ledger_leaf_of_recipient ON ledger_leaf (recipient_id, sequence)`,
];

const DOWN = [
  `DROP TABLE ledger_leaf`,
  `DROP TABLE ledger_day`,
  `DROP TABLE ledger_head`,
  `ALTER TABLE ledger ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY`,
  `CREATE INDEX ledger_newest ON ledger (recipient_id, number)`,
  `DROP INDEX ledger_recorded`,
  `ALTER TABLE ledger DROP COLUMN sequence, DROP COLUMN salt, DROP COLUMN digest, DROP COLUMN hash`,
];

/** Chains the ledger. Entries that are there already are chained in the order in which they were recorded. */
export class LedgerProof1700000005110 implements MigrationInterface {
  readonly name = 'LedgerProof1700000005110';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of PLACES) await runner.query(statement);
    await chainOldEntries(runner);
    for (const statement of PROOF) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
