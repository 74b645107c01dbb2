import type { TakeBackResult } from '@hermod/providers';
import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Of these attempts the ones that are accepted and that nobody was asked to take back yet; from now on somebody is. */
export async function claimTakeBacks(sql: Sql, attemptIds: readonly string[]): Promise<Set<string>> {
  if (attemptIds.length === 0) return new Set();
  const rows = await sql.query<{ id: string }>(
    'delivery.claim-take-backs',
    `UPDATE attempt SET take_back = 'asked' WHERE id = ANY($1::uuid[]) AND state = 'accepted' AND take_back IS NULL
     RETURNING id`,
    [attemptIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** What became of taking messages back. */
@Injectable()
export class TakeBacks {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async note(attemptId: string, result: TakeBackResult): Promise<void> {
    await this.#dataSource.query(
      `UPDATE attempt SET take_back = $2, taken_back_at = CASE WHEN $2 = 'taken-back' THEN now() END WHERE id = $1::uuid`,
      [attemptId, result],
    );
  }
}
