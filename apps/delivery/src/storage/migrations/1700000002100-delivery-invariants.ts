import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is asked to see whether delivery keeps its promises: unknown attempts, and when an opt-out was known here. */
export class DeliveryInvariants1700000002100 implements MigrationInterface {
  readonly name = 'DeliveryInvariants1700000002100';

  async up(runner: QueryRunner): Promise<void> {
    // Few rows: an attempt enters it only when nobody knows its outcome, and leaves it when it is settled.
    await runner.query(`CREATE INDEX attempt_unknown ON attempt (closed_at) WHERE state = 'unknown'`);
    await runner.query(
      'ALTER TABLE opt_out ADD COLUMN noted_at timestamptz NOT NULL DEFAULT clock_timestamp()',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE opt_out DROP COLUMN noted_at');
    await runner.query('DROP INDEX attempt_unknown');
  }
}
