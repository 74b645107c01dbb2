import type { LocalHours } from '@hermod/calendar';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What a recipient has chosen besides consent. */
export interface Preference {
  readonly recipient: string;
  /** Undefined: none of their own. */
  readonly quietHours: LocalHours | undefined;
  readonly changedAt: Date;
}

interface Row {
  recipient_id: string;
  quiet_hours: LocalHours | null;
  changed_at: Date;
}

export const LOAD_PREFERENCES = `
  SELECT recipient_id, quiet_hours, changed_at FROM preference WHERE recipient_id = ANY($1::text[])`;

export const SAVE_PREFERENCE = `
  INSERT INTO preference AS held (recipient_id, quiet_hours, changed_at) VALUES ($1, $2::jsonb, $3::timestamptz)
  ON CONFLICT (recipient_id) DO UPDATE SET quiet_hours = excluded.quiet_hours, changed_at = excluded.changed_at`;

export const ERASE_PREFERENCE = 'DELETE FROM preference WHERE recipient_id = $1';

/** What recipients have chosen for themselves. It survives a replacement of the recipient. */
@Injectable()
export class Preferences {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** What one recipient has chosen, without their lock. */
  async find(recipient: string): Promise<Preference | undefined> {
    const found = await inTransaction(this.#dataSource, (sql) => this.load(sql, [recipient]));
    return found.get(recipient);
  }

  /** By recipient id; whoever has chosen nothing is left out. */
  async load(sql: Sql, recipients: readonly string[]): Promise<Map<string, Preference>> {
    const rows = await sql.query<Row>('consent.preferences', LOAD_PREFERENCES, [recipients]);
    return new Map(rows.map((row) => [row.recipient_id, toPreference(row)]));
  }

  /** Replaces what a recipient has chosen. The caller holds the recipient's lock. */
  async save(sql: Sql, { recipient, quietHours, changedAt }: Preference): Promise<void> {
    const hours = quietHours === undefined ? null : JSON.stringify(quietHours);
    await sql.query('consent.save-preference', SAVE_PREFERENCE, [recipient, hours, changedAt]);
  }

  /** Part of the erasure of a recipient: nothing of it stays. */
  async erase(sql: Sql, recipient: string): Promise<void> {
    await sql.query('consent.erase-preference', ERASE_PREFERENCE, [recipient]);
  }
}

function toPreference({ recipient_id, quiet_hours, changed_at }: Row): Preference {
  return { recipient: recipient_id, quietHours: quiet_hours ?? undefined, changedAt: changed_at };
}
