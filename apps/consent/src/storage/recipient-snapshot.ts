import type { ContactPoint, JsonObject, RecipientChanged } from '@hermod/contracts';
import { Injectable, Inject } from '@nestjs/common';
import { inTransaction } from '@hermod/postgres';
import { DataSource } from 'typeorm';

/** A recipient's state as fact 9 would tell it, with the revision to compare with those of the facts. */
export interface RecipientState {
  readonly revision: number;
  readonly state: RecipientChanged;
}

interface StateRow {
  id: string;
  revision: string;
  attributes: JsonObject;
  time_zone: string | null;
  country: string | null;
  region: string | null;
  locale: string | null;
  erased: boolean;
  changed_at: Date;
  contact_points: (Omit<ContactPoint, 'provider'> & { provider: string | null })[];
}

/**
 * The counter of the recipient's lock is read in the same snapshot as the state: never below the revision with which
 * this state was told, never above that of the next change.
 */
export const PAGE_OF_STATES = `
  SELECT held.id, lock.revision, held.attributes, held.time_zone, held.country, held.region, held.locale,
    held.erased_at IS NOT NULL AS erased, held.changed_at,
    coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', point.id, 'channel', point.channel, 'provider', point.provider,
        'address', point.address) ORDER BY point.position)
      FROM contact_point AS point WHERE point.recipient_id = held.id), '[]') AS contact_points
  FROM recipient AS held JOIN recipient_lock AS lock ON lock.recipient_id = held.id
  WHERE held.id > $1 ORDER BY held.id LIMIT $2::int`;

/** All recipients page by page, for services that start to follow fact 9. Erased ones are among them. */
@Injectable()
export class RecipientSnapshot {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** States in the order of ids, from the first one after `after`. */
  async page(after: string, limit: number): Promise<RecipientState[]> {
    const rows = await inTransaction(this.#dataSource, (sql) =>
      sql.query<StateRow>('consent.page-of-states', PAGE_OF_STATES, [after, limit]),
    );
    return rows.map(toState);
  }
}

function toState(row: StateRow): RecipientState {
  return {
    revision: Number(row.revision),
    state: {
      recipient: row.id,
      attributes: row.attributes,
      contactPoints: row.contact_points.map(({ provider, ...point }) => ({
        ...point,
        ...(provider === null ? {} : { provider }),
      })),
      ...(row.time_zone === null ? {} : { timeZone: row.time_zone }),
      ...(row.country === null ? {} : { country: row.country }),
      ...(row.region === null ? {} : { region: row.region }),
      ...(row.locale === null ? {} : { locale: row.locale }),
      erased: row.erased,
      at: row.changed_at.toISOString(),
    },
  };
}
