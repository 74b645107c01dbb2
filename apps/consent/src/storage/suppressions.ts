import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** The newest STOP and START that were heard about an address; either may be missing. */
export interface HeardAbout {
  readonly addressHash: string;
  readonly stoppedAt: Date | undefined;
  /** The ledger entry of that STOP. */
  readonly stopEntry: string | undefined;
  readonly liftedAt: Date | undefined;
}

/** Where an address stands after what was heard. */
export interface Standing {
  readonly addressHash: string;
  readonly isSuppressed: boolean;
  /** A START, and no newer STOP. An older STOP may be on its way still, and delivery may have seen it itself. */
  readonly isLifted: boolean;
}

/** A START, by an id that a replay has as well. */
export interface OptInText {
  readonly id: string;
  readonly at: Date;
}

export const HEAR_OPT_INS = `
  INSERT INTO opt_in_text AS heard (id, at)
  SELECT fresh.id, fresh.at FROM jsonb_to_recordset($1::jsonb) AS fresh(id uuid, at timestamptz) ORDER BY fresh.id
  ON CONFLICT (id) DO UPDATE SET at = least(heard.at, excluded.at)
  RETURNING heard.id, heard.at`;

/** The newest of each counts, so the order of arrival doesn't; a STOP wins over a START of the same instant. */
export const APPLY_OPT_OUTS = `
  INSERT INTO suppression AS held (address_hash, stopped_at, stop_entry, lifted_at)
  SELECT fresh."addressHash", fresh."stoppedAt", fresh."stopEntry", fresh."liftedAt"
  FROM jsonb_to_recordset($1::jsonb) AS fresh("addressHash" text, "stoppedAt" timestamptz, "stopEntry" uuid,
    "liftedAt" timestamptz)
  ORDER BY fresh."addressHash" COLLATE "C"
  ON CONFLICT (address_hash) DO UPDATE SET
    stop_entry = CASE WHEN excluded.stopped_at > coalesce(held.stopped_at, '-infinity')
      THEN excluded.stop_entry ELSE held.stop_entry END,
    stopped_at = greatest(held.stopped_at, excluded.stopped_at),
    lifted_at = greatest(held.lifted_at, excluded.lifted_at)
  RETURNING held.address_hash AS "addressHash",
    coalesce(held.stopped_at >= coalesce(held.lifted_at, '-infinity'), false) AS "isSuppressed",
    coalesce(held.lifted_at > coalesce(held.stopped_at, '-infinity'), false) AS "isLifted"`;

/**
 * Addresses that get nothing, by their HMAC: a suppression outlives the erasure of whoever said STOP and holds for
 * whoever has the address later.
 */
@Injectable()
export class Suppressions {
  /** Remembers when each START was heard first. @returns that instant by id. */
  async hearOptIns(sql: Sql, texts: readonly OptInText[]): Promise<Map<string, Date>> {
    if (texts.length === 0) return new Map();
    const first = new Map<string, OptInText>();
    for (const text of texts) {
      const known = first.get(text.id);
      if (known === undefined || text.at < known.at) first.set(text.id, text);
    }
    const rows = await sql.query<OptInText>('consent.hear-opt-ins', HEAR_OPT_INS, [
      JSON.stringify([...first.values()]),
    ]);
    return new Map(rows.map(({ id, at }) => [id, at]));
  }

  /** Applies what was heard, each address at most once. @returns where each address stands, by hash. */
  async apply(sql: Sql, heard: readonly HeardAbout[]): Promise<Map<string, Standing>> {
    const rows = await sql.query<Standing>('consent.apply-opt-outs', APPLY_OPT_OUTS, [JSON.stringify(heard)]);
    return new Map(rows.map((row) => [row.addressHash, row]));
  }
}
