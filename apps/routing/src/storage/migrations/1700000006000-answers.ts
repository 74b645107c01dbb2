import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people wrote that no run had asked for. */
export class Answers1700000006000 implements MigrationInterface {
  readonly name = 'Answers1700000006000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE unmatched_answer (
        id uuid PRIMARY KEY,
        recipient_id text COLLATE "C" NOT NULL,
        is_recipient boolean NOT NULL,
        channel text NOT NULL,
        sent_to text,
        text text,
        at timestamptz NOT NULL,
        why text NOT NULL,
        recorded_at timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX unmatched_answer_at ON unmatched_answer (at, id)');
    await runner.query('CREATE INDEX unmatched_answer_recipient ON unmatched_answer (recipient_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE unmatched_answer');
  }
}
