import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a service could not handle, in its own schema. Key, headers and value are bytes: any text fits into them. */
export class DeadLetters1700000000010 implements MigrationInterface {
  readonly name = 'DeadLetters1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dead_letter (
        id uuid PRIMARY KEY,
        topic text NOT NULL,
        kafka_partition int NOT NULL,
        kafka_offset bigint NOT NULL,
        key bytea,
        value bytea,
        bytes int NOT NULL,
        headers bytea NOT NULL,
        is_whole boolean NOT NULL,
        code text NOT NULL,
        message text NOT NULL,
        field text,
        trace_id text,
        dead_at timestamptz NOT NULL,
        replayed_at timestamptz
      )`);
    await runner.query('CREATE INDEX dead_letter_newest ON dead_letter (dead_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE dead_letter');
  }
}
