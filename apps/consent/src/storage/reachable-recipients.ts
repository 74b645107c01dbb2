import type { ContactPoint } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** A contact point, and whether its provider has declared it dead. */
export type ReachablePoint = ContactPoint & { readonly isUsable: boolean };

/** Whether somebody is known, and where they can be reached: all that recording a consent needs. */
export interface ReachableRecipient {
  readonly status: 'known' | 'unknown' | 'erased';
  /** In the recipient's own order. */
  readonly points: readonly ReachablePoint[];
}

interface Row {
  id: string;
  status: ReachableRecipient['status'];
  points: readonly (Omit<ContactPoint, 'provider'> & { provider: string | null; isUsable: boolean })[];
}

export const LOAD_REACHABLE = `
  SELECT asked.id, CASE WHEN held.id IS NULL THEN 'unknown' WHEN held.erased_at IS NULL THEN 'known' ELSE 'erased' END
      AS status,
    coalesce((
      SELECT json_agg(json_build_object('id', point.id, 'channel', point.channel, 'provider', point.provider,
        'address', point.address, 'isUsable', point.dead_at IS NULL) ORDER BY point.position)
      FROM contact_point AS point WHERE point.recipient_id = asked.id), '[]') AS points
  FROM unnest($1::text[]) AS asked(id) LEFT JOIN recipient AS held ON held.id = asked.id`;

/** Who is known, and at which contact points. */
@Injectable()
export class ReachableRecipients {
  /** By recipient id; everyone who is asked for is there. */
  async load(sql: Sql, recipients: Iterable<string>): Promise<Map<string, ReachableRecipient>> {
    const rows = await sql.query<Row>('consent.reachable', LOAD_REACHABLE, [[...new Set(recipients)]]);
    return new Map(rows.map(({ id, status, points }) => [id, { status, points: points.map(withoutNull) }]));
  }
}

function withoutNull({ provider, ...point }: Row['points'][number]): ReachablePoint {
  return { ...point, ...(provider === null ? {} : { provider }) };
}
