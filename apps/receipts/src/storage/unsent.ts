import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Rows that are written by the unit of work that publishes about them, and never changed. */
export type Published = 'receipt' | 'inbound';

/**
 * A row and the outbox row with its fact were written by the same transaction, so they have the same `xmin`; the
 * outbox row goes when Kafka has the fact.
 */
export const unsentIn = (table: Published): string => `
  SELECT kept.id FROM ${table} AS kept
  JOIN outbox ON outbox.created_at >= kept.recorded_at AND outbox.xmin = kept.xmin
  WHERE kept.id = ANY($1::uuid[])${table === 'receipt' ? ' AND kept.message_id = ANY($2::uuid[])' : ''}`;

/** What is recorded and whose fact Kafka may not have yet. */
@Injectable()
export class Unsent {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Those of the receipts, given with their messages, that are still on their way. */
  receipts(receipts: readonly { id: string; messageId: string }[]): Promise<Set<string>> {
    const ids = receipts.map(({ id }) => id);
    return this.#unsent('receipt', [ids, receipts.map(({ messageId }) => messageId)]);
  }

  /** Those of the inbound texts that are still on their way. */
  inbound(ids: readonly string[]): Promise<Set<string>> {
    return this.#unsent('inbound', [ids]);
  }

  async #unsent(table: Published, values: readonly unknown[]): Promise<Set<string>> {
    const rows = await this.#dataSource.query<{ id: string }[]>(unsentIn(table), [...values]);
    return new Set(rows.map((row) => row.id));
  }
}
