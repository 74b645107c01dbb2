import type { ReceiptKind, Weakness } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ReceiptRow } from './receipt-row.ts';

/** A receipt to keep. */
export interface NewReceipt {
  /** Derived from what it reports, so that a repeat has the same. */
  readonly id: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly attemptId: string | undefined;
  readonly kind: ReceiptKind;
  readonly weak: Weakness | undefined;
  readonly provider: string | undefined;
  readonly reason: string | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A receipt as it is shown. */
export interface KnownReceipt {
  readonly kind: ReceiptKind;
  /** Why it says little. */
  readonly weak?: Weakness;
  readonly at: Date;
  readonly recordedAt: Date;
  readonly provider?: string;
  readonly reason?: string;
}

/** More than attempts times kinds of any message. */
const MOST_SHOWN = 500;

/** Adds what is new. Repeats meet under their recipient's lock, so the first is there before the second looks. */
export const ADD_RECEIPTS = `
  INSERT INTO receipt (message_id, id, attempt_id, kind, provider, reason, at, recipient_id, weak, recorded_at)
  SELECT given.*, $10::timestamptz
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::text[])
    AS given
  ON CONFLICT (message_id, id) DO NOTHING
  RETURNING id`;

/** What became of messages, by report. */
@Injectable()
export class Receipts {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Keeps what is new and returns its ids; the rest was there before. */
  async add(sql: Sql, receipts: readonly NewReceipt[], now: Date): Promise<Set<string>> {
    const rows = await sql.query<{ id: string }>('receipts.add', ADD_RECEIPTS, [
      receipts.map((receipt) => receipt.messageId),
      receipts.map((receipt) => receipt.id),
      receipts.map((receipt) => receipt.attemptId ?? null),
      receipts.map((receipt) => receipt.kind),
      receipts.map((receipt) => receipt.provider ?? null),
      receipts.map((receipt) => receipt.reason ?? null),
      receipts.map((receipt) => receipt.at),
      receipts.map((receipt) => receipt.recipient),
      receipts.map((receipt) => receipt.weak ?? null),
      now.toISOString(),
    ]);
    return new Set(rows.map((row) => row.id));
  }

  /** The receipts of a message, in the order in which things happened. */
  async ofMessage(messageId: string): Promise<KnownReceipt[]> {
    const rows = await this.#dataSource.getRepository(ReceiptRow).find({
      where: { messageId },
      order: { at: 'ASC', recordedAt: 'ASC', id: 'ASC' },
      take: MOST_SHOWN,
    });
    return rows.map(({ kind, weak, at, recordedAt, provider, reason }) => ({
      kind,
      ...(weak === null ? {} : { weak }),
      at,
      recordedAt,
      ...(provider === null ? {} : { provider }),
      ...(reason === null ? {} : { reason }),
    }));
  }
}
