import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds the decisions about somebody's messages. The recipient of a message never changes, so that a decision that is made
 * anew is still written within its page (a heap-only tuple) and touches no index; see `PAGE_OF_DECISIONS`.
 */
export class DecisionsOfRecipient1700000005500 implements MigrationInterface {
  readonly name = 'DecisionsOfRecipient1700000005500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX decision_recipient ON decision (recipient_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX decision_recipient');
  }
}
