import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages with their queue, attempts under leases, what the last look asks, and templates. */
export class Delivery1700000002000 implements MigrationInterface {
  readonly name = 'Delivery1700000002000';

  async up(runner: QueryRunner): Promise<void> {
    // What never changes stands first: an update's WAL holds only what follows. No index is on what changes.
    await runner.query(`
      CREATE TABLE message (
        id uuid PRIMARY KEY,
        recipient_id text COLLATE "C" NOT NULL,
        urgent boolean NOT NULL,
        run_id uuid,
        channel text NOT NULL,
        purpose text NOT NULL,
        traceparent text,
        created_at timestamptz NOT NULL,
        permission json NOT NULL,
        why json NOT NULL,
        decided_at timestamptz NOT NULL,
        hand_over_by timestamptz NOT NULL,
        request int NOT NULL,
        status text NOT NULL,
        reason text,
        withdrawn boolean NOT NULL DEFAULT false
      ) WITH (fillfactor = 70)`);
    await runner.query('CREATE INDEX message_recipient ON message (recipient_id, created_at)');
    await runner.query(`
      CREATE TABLE send_queue (
        message_id uuid PRIMARY KEY,
        recipient_id text COLLATE "C" NOT NULL,
        kafka_partition int NOT NULL,
        urgent boolean NOT NULL,
        provider text NOT NULL,
        hand_over_by timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        tried boolean NOT NULL,
        later_rung boolean NOT NULL
      ) WITH (fillfactor = 70)`);
    await runner.query('CREATE INDEX send_queue_due ON send_queue (urgent, provider, due_at)');
    await runner.query(`
      CREATE TABLE attempt (
        id uuid PRIMARY KEY,
        message_id uuid NOT NULL,
        recipient_id text COLLATE "C" NOT NULL,
        contact_point uuid NOT NULL,
        provider text NOT NULL,
        n int NOT NULL,
        resends uuid,
        state text NOT NULL,
        lease uuid NOT NULL,
        started_at timestamptz NOT NULL,
        called_at timestamptz,
        closed_at timestamptz,
        provider_message_id text,
        reason text
      ) WITH (fillfactor = 70)`);
    await runner.query('CREATE INDEX attempt_message ON attempt (message_id)');
    await runner.query(`CREATE INDEX attempt_started ON attempt (started_at) WHERE state = 'started'`);
    await runner.query(
      'CREATE TABLE lease (id uuid PRIMARY KEY, expires_at timestamptz NOT NULL) WITH (fillfactor = 70)',
    );
    await runner.query(`
      CREATE TABLE withdrawal (message_id uuid PRIMARY KEY, reason text NOT NULL, at timestamptz NOT NULL)`);
    await runner.query(`
      CREATE TABLE opt_out (
        recipient_id text COLLATE "C" NOT NULL,
        fact_key uuid NOT NULL,
        address_hash text,
        scope json NOT NULL,
        at timestamptz NOT NULL,
        lifts boolean NOT NULL,
        PRIMARY KEY (recipient_id, fact_key)
      )`);
    await runner.query(`
      CREATE TABLE template (
        name text PRIMARY KEY,
        channel text NOT NULL,
        content jsonb NOT NULL,
        version int NOT NULL,
        updated_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['template', 'opt_out', 'withdrawal', 'lease', 'attempt', 'send_queue', 'message']) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
