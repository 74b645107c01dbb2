import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** Somebody who is spoken to. */
export interface Listener {
  /** BCP 47; absent where nobody has said it. */
  readonly locale: string | undefined;
  readonly isErased: boolean;
}

export const LOAD_LISTENERS = `
  SELECT held.id, held.locale, held.erased_at IS NOT NULL AS "isErased"
  FROM recipient AS held WHERE held.id = ANY($1::text[])`;

/** In which language people want to be spoken to, and who is to be left alone. */
@Injectable()
export class Listeners {
  /** By recipient; those who are unknown are absent. */
  async of(sql: Sql, recipients: readonly string[]): Promise<Map<string, Listener>> {
    const rows = await sql.query<{ id: string; locale: string | null; isErased: boolean }>(
      'consent.listeners',
      LOAD_LISTENERS,
      [recipients],
    );
    return new Map(rows.map(({ id, locale, isErased }) => [id, { locale: locale ?? undefined, isErased }]));
  }
}
