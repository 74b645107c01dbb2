import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** A token that its provider has declared dead. */
export interface DeadToken {
  readonly recipient: string;
  readonly contactPoint: string;
  readonly at: Date;
}

/** A report about a token that was registered anew since is about the old registration. */
export const RETIRE_TOKENS = `
  UPDATE contact_point AS point SET dead_at = dead.at
  FROM jsonb_to_recordset($1::jsonb) AS dead(recipient text, "contactPoint" uuid, at timestamptz)
  WHERE point.recipient_id = dead.recipient AND point.id = dead."contactPoint"
    AND point.dead_at IS NULL AND point.registered_at <= dead.at`;

export const FIND_HOLDERS = `
  SELECT point.address_hash AS "addressHash", array_agg(DISTINCT point.recipient_id ORDER BY point.recipient_id) AS holders
  FROM contact_point AS point WHERE point.address_hash = ANY($1::text[]) GROUP BY point.address_hash`;

/** Addresses, and who holds them. */
@Injectable()
export class ContactPoints {
  /** Marks tokens as unusable. */
  async retire(sql: Sql, tokens: readonly DeadToken[]): Promise<void> {
    if (tokens.length === 0) return;
    await sql.query('consent.retire-tokens', RETIRE_TOKENS, [JSON.stringify(tokens)]);
  }

  /** Who holds these addresses now, by the address' HMAC. */
  async holders(sql: Sql, addressHashes: readonly string[]): Promise<Map<string, readonly string[]>> {
    const rows = await sql.query<{ addressHash: string; holders: string[] }>(
      'consent.holders',
      FIND_HOLDERS,
      [addressHashes],
    );
    return new Map(rows.map(({ addressHash, holders }) => [addressHash, holders]));
  }
}
