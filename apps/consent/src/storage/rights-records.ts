import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';

/** An erasure that was asked for. */
export interface ErasureRecord {
  readonly recipient: string;
  readonly version: number;
  readonly erasedAt: Date;
  readonly reason: string | undefined;
  /** Id of the key. */
  readonly askedBy: string;
}

/** An export that was handed out. */
export interface ExportRecord {
  readonly exportedAt: Date;
  readonly exportedBy: string;
  readonly reason: string | null;
}

export const KEEP_ERASURE = `
  INSERT INTO erasure (recipient_id, version, erased_at, reason, asked_by) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (recipient_id, version) DO NOTHING`;

export const LATEST_ERASURE = `
  SELECT erased_at AS "erasedAt", reason FROM erasure WHERE recipient_id = $1 ORDER BY version DESC LIMIT 1`;

export const KEEP_EXPORT = `
  INSERT INTO recipient_export (id, recipient_id, exported_at, exported_by, reason)
  VALUES ($1, $2, clock_timestamp(), $3, $4)`;

export const EXPORTS_OF = `
  SELECT exported_at AS "exportedAt", exported_by AS "exportedBy", reason FROM recipient_export
  WHERE recipient_id = $1 ORDER BY exported_at DESC LIMIT $2::int`;

/** Where an address of a recipient stands. */
export interface SuppressionOf {
  readonly contactPoint: string;
  readonly stoppedAt: Date | null;
  readonly liftedAt: Date | null;
}

export const SUPPRESSIONS_OF = `
  SELECT point.id AS "contactPoint", stop.stopped_at AS "stoppedAt", stop.lifted_at AS "liftedAt"
  FROM contact_point AS point JOIN suppression AS stop ON stop.address_hash = point.address_hash
  WHERE point.recipient_id = $1 ORDER BY point.position`;

export const ADDRESS_HASHES_OF = `SELECT DISTINCT address_hash FROM contact_point WHERE recipient_id = $1`;

/** What of a recipient no other part of consent erases: what counted against caps, and when consents were used. */
export const ERASE_COUNTS = [
  'DELETE FROM counted_message WHERE recipient_id = $1',
  'DELETE FROM consent_use WHERE recipient_id = $1',
] as const;

/** By whom, when and why somebody was erased, or what is known of them was handed out. Both outlive an erasure. */
@Injectable()
export class RightsRecords {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Keeps that an erasure was asked for; a repeat changes nothing. */
  async keepErasure(sql: Sql, record: ErasureRecord): Promise<void> {
    const { recipient, version, erasedAt, reason, askedBy } = record;
    const values = [recipient, version, erasedAt, reason ?? null, askedBy];
    await sql.query('consent.keep-erasure', KEEP_ERASURE, values);
  }

  /** The latest erasure of a recipient, also of one who was stored anew. */
  latestErasure(recipient: string): Promise<{ erasedAt: Date; reason: string | null } | undefined> {
    return inTransaction(this.#dataSource, async (sql) => {
      const [row] = await sql.query<{ erasedAt: Date; reason: string | null }>(
        'consent.latest-erasure',
        LATEST_ERASURE,
        [recipient],
      );
      return row;
    });
  }

  /** Keeps that what is known of a recipient was handed out. */
  keepExport(recipient: string, by: string, reason: string | undefined): Promise<void> {
    return inTransaction(this.#dataSource, async (sql) => {
      await sql.query('consent.keep-export', KEEP_EXPORT, [v7(), recipient, by, reason ?? null]);
    });
  }

  /** The newest exports of a recipient. */
  exportsOf(recipient: string, limit: number): Promise<ExportRecord[]> {
    return inTransaction(this.#dataSource, (sql) =>
      sql.query<ExportRecord>('consent.exports-of', EXPORTS_OF, [recipient, limit]),
    );
  }

  /** What was said about a recipient's addresses, STOP or START. */
  suppressionsOf(recipient: string): Promise<SuppressionOf[]> {
    return inTransaction(this.#dataSource, (sql) =>
      sql.query<SuppressionOf>('consent.suppressions-of', SUPPRESSIONS_OF, [recipient]),
    );
  }

  /** HMACs of the addresses that a recipient has. */
  async addressHashes(sql: Sql, recipient: string): Promise<string[]> {
    const rows = await sql.query<{ address_hash: string }>('consent.address-hashes', ADDRESS_HASHES_OF, [
      recipient,
    ]);
    return rows.map((row) => row.address_hash);
  }

  /** Erases what was counted of a recipient. */
  async eraseCounts(sql: Sql, recipient: string): Promise<void> {
    for (const [n, statement] of ERASE_COUNTS.entries())
      await sql.query(`consent.erase-counts-${n}`, statement, [recipient]);
  }
}
