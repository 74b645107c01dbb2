import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** A consent by which a message was permitted. */
export interface ConsentUse {
  readonly recipient: string;
  readonly entry: string;
}

export const NOTE_USES = `
  INSERT INTO consent_use AS held (recipient_id, entry_id, used_at)
  SELECT DISTINCT fresh.recipient, fresh.entry, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS fresh(recipient text, entry uuid)
  ON CONFLICT (recipient_id, entry_id) DO UPDATE SET used_at = greatest(held.used_at, excluded.used_at)`;

/** When consents that end without use were used last. */
@Injectable()
export class ConsentUses {
  async note(sql: Sql, uses: readonly ConsentUse[], at: Date): Promise<void> {
    if (uses.length === 0) return;
    await sql.query('consent.note-uses', NOTE_USES, [JSON.stringify(uses), at]);
  }
}
