import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

export const LOAD_LOCALES = `
  SELECT held.id, held.locale FROM recipient AS held WHERE held.id = ANY($1::text[]) AND held.locale IS NOT NULL`;

/** In which language people want to be spoken to. */
@Injectable()
export class Locales {
  /** BCP 47, by recipient; those who have said nothing are absent. */
  async of(sql: Sql, recipients: readonly string[]): Promise<Map<string, string>> {
    const rows = await sql.query<{ id: string; locale: string }>('consent.locales', LOAD_LOCALES, [
      recipients,
    ]);
    return new Map(rows.map(({ id, locale }) => [id, locale]));
  }
}
