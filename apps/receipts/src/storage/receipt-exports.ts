import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ADDRESSES_OF } from './erase-receipts.ts';

/** Read model: all that receipts keeps of a recipient. */
@Injectable()
export class ReceiptExports {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** In the order in which things happened. */
  receipts(recipient: string, limit: number): Promise<object[]> {
    return this.#dataSource.query<object[]>(
      `SELECT message_id AS "messageId", attempt_id AS "attemptId", kind, weak, provider, reason, at, recorded_at AS "recordedAt"
       FROM receipt WHERE recipient_id = $1 ORDER BY at LIMIT $2`,
      [recipient, limit],
    );
  }

  /** Texts from the addresses that the recipient holds; of their words, what was said stands in consent's ledger. */
  async inbound(recipient: string, limit: number): Promise<object[]> {
    const held = await this.#dataSource.query<{ address_hash: string }[]>(ADDRESSES_OF, [[recipient]]);
    return this.#dataSource.query<object[]>(
      `SELECT provider, provider_message_id AS "providerMessageId", channel, meaning, at, recorded_at AS "recordedAt"
       FROM inbound WHERE address_hash = ANY($1::text[]) ORDER BY at LIMIT $2`,
      [held.map((row) => row.address_hash), limit],
    );
  }
}
