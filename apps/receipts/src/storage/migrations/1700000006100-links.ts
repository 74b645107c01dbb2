import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What says little of people; and clicks that wait until it shows whether a machine tries every link. */
export class Links1700000006100 implements MigrationInterface {
  readonly name = 'Links1700000006100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE receipt ADD COLUMN weak text');
    // Rows live for a minute. `visitor` is the HMAC of an address.
    await runner.query(`
      CREATE TABLE held_click (
        id uuid PRIMARY KEY,
        message_id uuid NOT NULL,
        recipient_id text COLLATE "C" NOT NULL,
        run_id uuid,
        channel text NOT NULL,
        lane text NOT NULL,
        code text COLLATE "C" NOT NULL,
        visitor text NOT NULL,
        at timestamptz NOT NULL,
        settled boolean NOT NULL DEFAULT false
      )`);
    await runner.query('CREATE INDEX held_click_message ON held_click (message_id)');
    await runner.query('CREATE INDEX held_click_at ON held_click (at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE held_click');
    await runner.query('ALTER TABLE receipt DROP COLUMN weak');
  }
}
