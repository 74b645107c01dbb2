import type { AuditedEntryView, LedgerDayView, LedgerLeafView } from '@hermod/api';
import { isSameSeal, type Seals } from '@hermod/ledger';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PAGE_OF_LEAVES } from './ledger-days.ts';
import { LEDGER_SEALS } from './ledger-seals.ts';

/** Where a page of the ledger begins: behind an entry of a recipient, or with the recipients behind one. */
export interface AuditPosition {
  readonly recipient: string;
  /** Behind this entry; undefined: behind the recipient. */
  readonly sequence?: number | undefined;
  readonly id?: string | undefined;
}

/** A recipient's part of a page, as it is kept. */
export interface AuditedPart {
  readonly recipient: string;
  readonly head?: { readonly sequence: number; readonly hash: string; readonly authentic: boolean };
  readonly leaves: readonly { readonly day: string; readonly sequence: number; readonly hash: string }[];
  readonly entries: readonly AuditedEntryView[];
}

export interface AuditedPage {
  readonly parts: readonly AuditedPart[];
  /** Undefined on the last page. */
  readonly next: AuditPosition | undefined;
}

/** From one recipient to the next by the index: however much there is behind them, it isn't read. */
const NEXT_OF = (table: string): string => `
  (WITH RECURSIVE step AS (
     (SELECT recipient_id, 1 AS n FROM ${table} WHERE recipient_id >= $1 AND ($2 OR recipient_id > $1)
      ORDER BY recipient_id LIMIT 1)
     UNION ALL
     SELECT (SELECT behind.recipient_id FROM ${table} AS behind WHERE behind.recipient_id > step.recipient_id
             ORDER BY behind.recipient_id LIMIT 1), step.n + 1
     FROM step WHERE step.recipient_id IS NOT NULL AND step.n < $3::int)
   SELECT recipient_id FROM step WHERE recipient_id IS NOT NULL)`;

/** Recipients of whom anything is left in the ledger's tables. */
export const NEXT_RECIPIENTS = `
  SELECT DISTINCT recipient_id AS recipient FROM (
    ${['ledger', 'ledger_head', 'ledger_leaf'].map(NEXT_OF).join(' UNION ALL ')}) AS found(recipient_id)
  ORDER BY recipient_id LIMIT $3::int`;

const EXACT = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** By sequence and id, so that not even two entries in one place hide each other. */
export const AUDITED_ENTRIES = `
  SELECT recipient_id AS recipient, json_strip_nulls(json_build_object('id', id, 'sequence', sequence, 'state', state,
    'suppression', is_suppression, 'channel', channel, 'purpose', purpose, 'topic', topic, 'method', method,
    'basis', basis, 'validUntil', ${EXACT('valid_until')}, 'at', ${EXACT('at')}, 'recordedAt', ${EXACT('recorded_at')},
    'recordedBy', recorded_by, 'contactPoint', contact_point_id, 'wording', wording, 'wordingVersion', wording_version,
    'language', language, 'reason', reason, 'salt', encode(salt, 'hex'), 'digest', encode(digest, 'hex'),
    'hash', encode(hash, 'hex'), 'erased', erased_at IS NOT NULL)) AS entry, source
  FROM ledger WHERE recipient_id = ANY($1::text[]) AND (recipient_id, sequence, id) > ($2, $3::int, $4::uuid)
  ORDER BY recipient_id, sequence, id LIMIT $5::int`;

export const AUDITED_HEADS = `
  SELECT recipient_id AS recipient, sequence, encode(hash, 'hex') AS hash, encode(seal, 'hex') AS seal FROM ledger_head
  WHERE recipient_id = ANY($1::text[])`;

export const AUDITED_LEAVES = `
  SELECT recipient_id AS recipient, day::text, sequence, encode(hash, 'hex') AS hash FROM ledger_leaf
  WHERE recipient_id = ANY($1::text[]) AND (recipient_id <> $2 OR sequence > $3::int) ORDER BY recipient_id, sequence`;

export const PAGE_OF_DAYS = `
  SELECT day::text, leaves, encode(root, 'hex') AS root, encode(root_before, 'hex') AS before,
    encode(seal, 'hex') AS seal
  FROM ledger_day WHERE day > $1::date ORDER BY ledger_day.day LIMIT $2::int`;

interface EntryRow {
  readonly recipient: string;
  readonly entry: AuditedEntryView;
  readonly source: Record<string, unknown> | null;
}

interface LeafRow extends LedgerLeafView {
  readonly day: string;
}

interface DayRow extends Omit<LedgerDayView, 'before' | 'authentic'> {
  readonly before: string | null;
  readonly seal: string | null;
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** The ledger as an audit reads it: everything that is kept, as it is kept, and whether the seals are right. */
@Injectable()
export class LedgerAudit {
  readonly #dataSource: DataSource;
  readonly #seals: Seals;

  constructor(@Inject(DataSource) dataSource: DataSource, @Inject(LEDGER_SEALS) seals: Seals) {
    this.#dataSource = dataSource;
    this.#seals = seals;
  }

  /** At most `limit` entries, and as many recipients, of one moment. */
  page(limit: number, from: AuditPosition | undefined, only: string | undefined): Promise<AuditedPage> {
    return this.#atOneMoment(async (sql) => {
      const start = {
        recipient: from?.recipient ?? '',
        sequence: from?.sequence ?? 0,
        id: from?.id ?? NO_ID,
      };
      const withStart = from?.sequence !== undefined;
      const ids = only === undefined ? await nextRecipients(sql, start.recipient, withStart, limit) : [only];
      const behind = from?.sequence === undefined ? { ...start, recipient: '' } : start;
      const rows = await sql.query<EntryRow>('consent.audited-entries', AUDITED_ENTRIES, [
        ids,
        behind.recipient,
        behind.sequence,
        behind.id,
        limit,
      ]);
      const last = rows.length < limit ? undefined : rows.at(-1);
      const shown = last === undefined ? ids : ids.slice(0, ids.indexOf(last.recipient) + 1);
      return { parts: await this.#toParts(sql, shown, rows, behind), next: nextOf(last, ids, limit) };
    });
  }

  /** Closed days behind a day, oldest first. */
  async days(limit: number, after = '-infinity'): Promise<LedgerDayView[]> {
    const rows = await inTransaction(this.#dataSource, (sql) =>
      sql.query<DayRow>('consent.page-of-days', PAGE_OF_DAYS, [after, limit]),
    );
    return rows.map(({ seal, before, ...day }) => ({
      ...day,
      ...(before === null ? {} : { before }),
      authentic: isSameSeal(seal ?? '', this.#seals.ofDay({ ...day, before: before ?? undefined })),
    }));
  }

  /** The leaves of a day behind a recipient. */
  leaves(day: string, limit: number, after = ''): Promise<LedgerLeafView[]> {
    return inTransaction(this.#dataSource, (sql) =>
      sql.query<LedgerLeafView>('consent.page-of-leaves', PAGE_OF_LEAVES, [day, after, limit]),
    );
  }

  async #toParts(
    sql: Sql,
    ids: readonly string[],
    rows: readonly EntryRow[],
    behind: Required<AuditPosition>,
  ): Promise<AuditedPart[]> {
    const heads = await sql.query<LedgerLeafView & { seal: string | null }>(
      'consent.audited-heads',
      AUDITED_HEADS,
      [ids],
    );
    const leaves = await sql.query<LeafRow>('consent.audited-leaves', AUDITED_LEAVES, [
      ids,
      behind.recipient,
      behind.sequence,
    ]);
    const headOf = new Map(heads.map(({ seal, ...head }) => [head.recipient, { ...head, seal }]));
    const leavesOf = Map.groupBy(leaves, ({ recipient }) => recipient);
    const entriesOf = Map.groupBy(rows, ({ recipient }) => recipient);
    const parts = ids.map((recipient) => {
      const head = headOf.get(recipient);
      return {
        recipient,
        ...(head === undefined ? {} : { head: this.#toHead(head) }),
        leaves: (leavesOf.get(recipient) ?? []).map(({ day, sequence, hash }) => ({ day, sequence, hash })),
        entries: (entriesOf.get(recipient) ?? []).map(toEntry),
      };
    });
    // Of one who was asked for by name there may be nothing.
    return parts.filter(
      ({ head, leaves: own, entries }) => head !== undefined || own.length + entries.length > 0,
    );
  }

  #toHead({ seal, ...head }: LedgerLeafView & { seal: string | null }): NonNullable<AuditedPart['head']> {
    const authentic = isSameSeal(seal ?? '', this.#seals.ofHead(head));
    return { sequence: head.sequence, hash: head.hash, authentic };
  }

  /** Entries and ends of one moment fit each other, also while the ledger grows. */
  #atOneMoment<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return inTransaction(this.#dataSource, async (sql) => {
      await sql.query('consent.one-moment', 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY', []);
      return work(sql);
    });
  }
}

async function nextRecipients(sql: Sql, from: string, withFrom: boolean, limit: number): Promise<string[]> {
  const found = await sql.query<{ recipient: string }>('consent.next-recipients', NEXT_RECIPIENTS, [
    from,
    withFrom,
    limit,
  ]);
  return found.map(({ recipient }) => recipient);
}

function nextOf(
  last: EntryRow | undefined,
  ids: readonly string[],
  limit: number,
): AuditPosition | undefined {
  if (last !== undefined)
    return { recipient: last.recipient, sequence: last.entry.sequence, id: last.entry.id };
  const furthest = ids.at(-1);
  return furthest === undefined || ids.length < limit ? undefined : { recipient: furthest };
}

/** A source keeps its nulls, which `json_strip_nulls` would take. */
function toEntry({ entry, source }: EntryRow): AuditedEntryView {
  return source === null ? entry : { ...entry, source };
}
