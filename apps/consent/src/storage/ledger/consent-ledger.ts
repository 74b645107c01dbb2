import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import type { Seals } from '@hermod/ledger';
import { DataSource } from 'typeorm';
import { chainRecords, type PlaceOfRecord } from './chain-records.ts';
import type { LedgerRecord, LedgerRow } from './ledger-record.ts';
import { LEDGER_SEALS } from './ledger-seals.ts';

export type { LedgerRecord, LedgerRow } from './ledger-record.ts';

const COLUMNS = `recipient_id AS recipient, id, sequence, state, is_suppression AS "isSuppression",
  contact_point_id AS "contactPoint", channel, purpose, topic, method, wording, wording_version AS "wordingVersion",
  language, basis, valid_until AS "validUntil", source, reason, at, recorded_at AS "recordedAt",
  recorded_by AS "recordedBy", erased_at AS "erasedAt", encode(digest, 'hex') AS digest, encode(hash, 'hex') AS hash`;

/**
 * Where the chains of the entries' recipients end, and which entries are there already. Nothing is written about people
 * who are unknown or erased. A day that is closed takes no entry any more, whatever a clock says that was set back.
 */
export const LOAD_PLACES = `
  SELECT asked.place::int - 1 AS place, head.sequence, encode(head.hash, 'hex') AS hash,
    EXISTS (SELECT 1 FROM ledger WHERE ledger.recipient_id = asked.recipient AND ledger.id = asked.id) AS "isThere",
    ((SELECT max(day) FROM ledger_day) + 1)::timestamp AT TIME ZONE 'UTC' AS "openSince"
  FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS asked(recipient, id, place)
  JOIN recipient AS held ON held.id = asked.recipient AND held.erased_at IS NULL
  LEFT JOIN ledger_head AS head ON head.recipient_id = asked.recipient`;

/** Under the recipients' locks, so an entry that is there already, or a place that is taken, is an error. */
export const APPEND_ENTRIES = `
  WITH appended AS (
    INSERT INTO ledger (recipient_id, id, state, is_suppression, contact_point_id, channel, purpose, topic, method,
      wording, wording_version, language, basis, valid_until, source, reason, at, recorded_at, recorded_by,
      sequence, salt, digest, hash)
    SELECT fresh.recipient, fresh.id, fresh.state, fresh."isSuppression", fresh."contactPoint", fresh.channel,
      fresh.purpose, fresh.topic, fresh.method, fresh.wording, fresh."wordingVersion", fresh.language, fresh.basis,
      fresh."validUntil", fresh.source, fresh.reason, fresh.at, fresh."recordedAt", fresh."recordedBy",
      fresh.sequence, decode(fresh.salt, 'hex'), decode(fresh.digest, 'hex'), decode(fresh.hash, 'hex')
    FROM jsonb_to_recordset($1::jsonb) AS fresh(recipient text, id uuid, state text, "isSuppression" boolean,
      "contactPoint" uuid, channel text, purpose text, topic text, method text, wording text, "wordingVersion" text,
      language text, basis text, "validUntil" timestamptz, source jsonb, reason text, at timestamptz,
      "recordedAt" timestamptz, "recordedBy" text, sequence int, salt text, digest text, hash text))
  INSERT INTO ledger_head (recipient_id, sequence, hash, seal)
  SELECT head.recipient, head.sequence, decode(head.hash, 'hex'), decode(head.seal, 'hex')
  FROM jsonb_to_recordset($2::jsonb) AS head(recipient text, sequence int, hash text, seal text)
  ON CONFLICT (recipient_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, seal = excluded.seal`;

/** An erasure takes what is personal, and the salt; that something was said, when and how, stays, and so does the chain. */
export const ERASE_ENTRIES = `
  UPDATE ledger SET contact_point_id = NULL, wording = NULL, wording_version = NULL, language = NULL, source = NULL,
    reason = NULL, salt = NULL, erased_at = $2::timestamptz
  WHERE recipient_id = $1 AND erased_at IS NULL`;

export const LOAD_ENTRIES = `
  SELECT ${COLUMNS} FROM ledger
  JOIN unnest($1::text[], $2::uuid[]) AS asked(asked_recipient, asked_id)
    ON ledger.recipient_id = asked_recipient AND ledger.id = asked_id`;

export const PAGE_OF_ENTRIES = `
  SELECT ${COLUMNS} FROM ledger WHERE recipient_id = $1 AND sequence < $2::int ORDER BY sequence DESC LIMIT $3::int`;

/** Above every place: PostgreSQL's largest int. */
const BEYOND = 2_147_483_647;

/** Who gave and withdrew what, and how: append-only, and chained so that nothing can be changed or taken out unseen. */
@Injectable()
export class ConsentLedger {
  readonly #dataSource: DataSource;
  readonly #seals: Seals;

  constructor(@Inject(DataSource) dataSource: DataSource, @Inject(LEDGER_SEALS) seals: Seals) {
    this.#dataSource = dataSource;
    this.#seals = seals;
  }

  /**
   * Appends entries to their recipients' chains; one whose id is there already stays as it is. The unit of work has to
   * hold the locks of the recipients.
   * @returns what was appended, by `keyOf`.
   */
  async append(
    sql: Sql,
    entries: readonly LedgerRecord[],
    recordedAt: Date,
  ): Promise<Map<string, LedgerRow>> {
    if (entries.length === 0) return new Map();
    const places = await sql.query<PlaceOfRecord>('consent.places-of-entries', LOAD_PLACES, [
      entries.map(({ recipient }) => recipient),
      entries.map(({ id }) => id),
    ]);
    const { rows, heads } = chainRecords(entries, places, recordedAt, this.#seals);
    if (rows.length === 0) return new Map();
    await sql.query('consent.append-entries', APPEND_ENTRIES, [JSON.stringify(rows), JSON.stringify(heads)]);
    return new Map(rows.map((row) => [keyOf(row), { ...row, erasedAt: undefined }]));
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

  /** A recipient's entries, newest recording first; `limit` rows below the place `before`. */
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
