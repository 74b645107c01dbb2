import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Short links, and pictures that tell of openings. */
export class Links1700000006100 implements MigrationInterface {
  readonly name = 'Links1700000006100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE link (
        code text COLLATE "C" PRIMARY KEY,
        message_id uuid NOT NULL,
        recipient_id text COLLATE "C" NOT NULL,
        run_id uuid,
        channel text NOT NULL,
        urgent boolean NOT NULL,
        target text,
        position int NOT NULL,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX link_message ON link (message_id)');
    await runner.query('CREATE INDEX link_expires ON link (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE link');
  }
}
