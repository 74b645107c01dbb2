import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Due timers are looked for by partition, so that those that wait for what is unread stand in nobody's way. */
export class TimersByPartition1700000003500 implements MigrationInterface {
  readonly name = 'TimersByPartition1700000003500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX run_timer_due');
    await runner.query('CREATE INDEX run_timer_due ON run_timer (urgent, kafka_partition, due_at, run_id)');
    // Timers come and go, however many there are: by a share of a million it would be vacuumed too late.
    await runner.query(
      'ALTER TABLE run_timer SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE run_timer RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)',
    );
    await runner.query('DROP INDEX run_timer_due');
    await runner.query('CREATE INDEX run_timer_due ON run_timer (urgent, due_at)');
  }
}
