import type { ConsentSource } from '@hermod/api';
import type { Basis } from '@hermod/consent-policy';
import type { Channel, Purpose } from '@hermod/contracts';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** An entry of the ledger as it is written. */
export interface LedgerRecord {
  readonly recipient: string;
  readonly id: string;
  /** `pending`: waits for a confirmation. `lifted`: a START after a STOP. `objected`: a text that may ask for an end. */
  readonly state: 'given' | 'withdrawn' | 'pending' | 'lifted' | 'objected';
  /**
   * Evidence of a STOP, a START or an objection, whose effect is the suppression or the review; it neither gives nor
   * takes consent. Always true of `lifted` and `objected`.
   */
  readonly isSuppression: boolean;
  readonly contactPoint: string | undefined;
  readonly channel: Channel;
  readonly purpose: Purpose | undefined;
  readonly topic: string | undefined;
  readonly method: string;
  readonly wording: string | undefined;
  readonly wordingVersion: string | undefined;
  /** BCP 47, of the words. */
  readonly language?: string | undefined;
  /** What a given consent rests on; express when absent. */
  readonly basis?: Basis | undefined;
  /** The consent ends then by itself. */
  readonly validUntil?: Date | undefined;
  readonly source?: ConsentSource | undefined;
  /** Why it was recorded by hand. */
  readonly reason?: string | undefined;
  /** When the person said so. */
  readonly at: Date;
  /** Who told Hermod: a key's id, or a provider. */
  readonly recordedBy: string;
}

/** The same as it is read. */
export interface LedgerRow extends LedgerRecord {
  /** Order of recording, as a decimal. */
  readonly number: string;
  readonly recordedAt: Date;
  /** When what was personal went. */
  readonly erasedAt: Date | undefined;
}

const COLUMNS = `recipient_id AS recipient, id, number, state, is_suppression AS "isSuppression",
  contact_point_id AS "contactPoint", channel, purpose, topic, method, wording, wording_version AS "wordingVersion",
  language, basis, valid_until AS "validUntil", source, reason, at, recorded_at AS "recordedAt",
  recorded_by AS "recordedBy", erased_at AS "erasedAt"`;

/** Nothing is written about people who are unknown or erased. */
export const APPEND_ENTRIES = `
  INSERT INTO ledger (recipient_id, id, state, is_suppression, contact_point_id, channel, purpose, topic, method,
    wording, wording_version, language, basis, valid_until, source, reason, at, recorded_at, recorded_by)
  SELECT fresh.recipient, fresh.id, fresh.state, fresh."isSuppression", fresh."contactPoint", fresh.channel,
    fresh.purpose, fresh.topic, fresh.method, fresh.wording, fresh."wordingVersion", fresh.language, fresh.basis,
    fresh."validUntil", fresh.source, fresh.reason, fresh.at, $2::timestamptz, fresh."recordedBy"
  FROM jsonb_to_recordset($1::jsonb) AS fresh(recipient text, id uuid, state text, "isSuppression" boolean,
    "contactPoint" uuid, channel text, purpose text, topic text, method text, wording text, "wordingVersion" text,
    language text, basis text, "validUntil" timestamptz, source jsonb, reason text, at timestamptz, "recordedBy" text)
  JOIN recipient AS held ON held.id = fresh.recipient AND held.erased_at IS NULL
  ON CONFLICT (recipient_id, id) DO NOTHING`;

/** An erasure takes what is personal; that something was said, when and how, stays. */
export const ERASE_ENTRIES = `
  UPDATE ledger SET contact_point_id = NULL, wording = NULL, wording_version = NULL, language = NULL, source = NULL,
    reason = NULL, erased_at = $2::timestamptz
  WHERE recipient_id = $1 AND erased_at IS NULL`;

export const LOAD_ENTRIES = `
  SELECT ${COLUMNS} FROM ledger
  JOIN unnest($1::text[], $2::uuid[]) AS asked(asked_recipient, asked_id)
    ON ledger.recipient_id = asked_recipient AND ledger.id = asked_id`;

export const PAGE_OF_ENTRIES = `
  SELECT ${COLUMNS} FROM ledger WHERE recipient_id = $1 AND number < $2::bigint ORDER BY number DESC LIMIT $3::int`;

/** Above every number that an identity column gives. */
const BEYOND = '9223372036854775807';

/** Who gave and withdrew what, and how: append-only. */
@Injectable()
export class ConsentLedger {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Appends entries; one whose id is there already stays as it is. */
  async append(sql: Sql, entries: readonly LedgerRecord[], recordedAt: Date): Promise<void> {
    if (entries.length === 0) return;
    await sql.query('consent.append-entries', APPEND_ENTRIES, [JSON.stringify(entries), recordedAt]);
  }

  /** Takes what is personal out of a recipient's entries; they neither give nor take anything any more. */
  async erase(sql: Sql, recipient: string, at: Date): Promise<void> {
    await sql.query('consent.erase-entries', ERASE_ENTRIES, [recipient, at]);
  }

  /** Entries by `keyOf`. */
  async load(
    sql: Sql,
    wanted: readonly Pick<LedgerRecord, 'recipient' | 'id'>[],
  ): Promise<Map<string, LedgerRow>> {
    const rows = await sql.query<LedgerRow>('consent.load-entries', LOAD_ENTRIES, [
      wanted.map(({ recipient }) => recipient),
      wanted.map(({ id }) => id),
    ]);
    return new Map(rows.map((row) => [keyOf(row), withoutNulls(row)]));
  }

  /** A recipient's entries, newest recording first; `limit` rows below the number `before`. */
  async page(recipient: string, limit: number, before = BEYOND): Promise<LedgerRow[]> {
    const rows = await inTransaction(this.#dataSource, (sql) =>
      sql.query<LedgerRow>('consent.page-of-entries', PAGE_OF_ENTRIES, [recipient, before, limit]),
    );
    return rows.map(withoutNulls);
  }
}

/** What SQL calls null is absent in TypeScript. */
function withoutNulls(row: LedgerRow): LedgerRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [name, value ?? undefined]),
  ) as unknown as LedgerRow;
}

/** Names an entry across recipients. */
export function keyOf({ recipient, id }: Pick<LedgerRecord, 'recipient' | 'id'>): string {
  return `${recipient}/${id}`;
}
