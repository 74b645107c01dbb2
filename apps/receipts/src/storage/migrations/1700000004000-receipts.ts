import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What receipts keeps: no address and no words. Addresses stand here as their HMAC, and what a person wrote is in
 * the fact only, so an erasure has little to do here.
 */
export class Receipts1700000004000 implements MigrationInterface {
  readonly name = 'Receipts1700000004000';

  async up(runner: QueryRunner): Promise<void> {
    // One index tells repeats apart and finds a message's receipts.
    await runner.query(`
      CREATE TABLE receipt (
        message_id uuid NOT NULL,
        id uuid NOT NULL,
        attempt_id uuid,
        kind text NOT NULL,
        provider text,
        reason text,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (message_id, id)
      )`);
    await runner.query(`
      CREATE TABLE inbound (
        id uuid PRIMARY KEY,
        provider text NOT NULL,
        provider_message_id text,
        channel text NOT NULL,
        address_hash text NOT NULL,
        meaning text NOT NULL,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE recipient (
        id text COLLATE "C" PRIMARY KEY,
        revision bigint NOT NULL
      ) WITH (fillfactor = 70)`);
    await runner.query(`
      CREATE TABLE contact_point (
        address_hash text COLLATE "C" NOT NULL,
        recipient text COLLATE "C" NOT NULL,
        PRIMARY KEY (address_hash, recipient)
      )`);
    await runner.query('CREATE INDEX contact_point_recipient ON contact_point (recipient)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['contact_point', 'recipient', 'inbound', 'receipt'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
