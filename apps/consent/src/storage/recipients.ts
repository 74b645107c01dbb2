import type { PointTrouble } from '@hermod/consent-policy';
import type { ContactPoint, JsonObject } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type KeptHealth, troubleOf } from './contact-point-health.ts';
import { ContactPointRow } from './contact-point-row.ts';
import { RecipientRow } from './recipient-row.ts';

/** A recipient as upstream wants it to be. */
export interface RecipientRecord {
  readonly id: string;
  readonly attributes: JsonObject;
  readonly timeZone: string | undefined;
  readonly country: string | undefined;
  readonly region: string | undefined;
  readonly locale: string | undefined;
  readonly contactPoints: readonly (ContactPoint & StoredPlace & { readonly addressHash: string })[];
}

/** Where a contact point may be: a device by its settings, a number by its beginning. */
export interface StoredPlace {
  readonly timeZone?: string | undefined;
  readonly numberCountry?: string | undefined;
  readonly numberZones?: readonly string[] | undefined;
  readonly numberAnywhere?: boolean | undefined;
}

/** What storing a recipient came to. */
export interface StoredVersion {
  /** Counts the changes of this recipient, from 1. */
  readonly version: number;
  /** There was none, or it had been erased. */
  readonly isNew: boolean;
  /** What is wrong with contact points, by their ids. */
  readonly troubles: ReadonlyMap<string, PointTrouble>;
}

/** A recipient with the contact points in order. */
export interface KeptRecipient {
  readonly row: RecipientRow;
  readonly contactPoints: readonly ContactPointRow[];
}

export const STORE_RECIPIENTS = `
  WITH before AS MATERIALIZED (
    SELECT id FROM recipient WHERE id = ANY($3::text[]) AND erased_at IS NULL)
  INSERT INTO recipient AS held (id, attributes, time_zone, country, region, locale, version, changed_at)
  SELECT fresh.id, fresh.attributes, fresh."timeZone", fresh.country, fresh.region, fresh.locale, 1, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS fresh(id text, attributes jsonb, "timeZone" text, country text, region text,
    locale text)
  ON CONFLICT (id) DO UPDATE SET attributes = excluded.attributes, time_zone = excluded.time_zone,
    country = excluded.country, region = excluded.region, locale = excluded.locale, version = held.version + 1,
    changed_at = excluded.changed_at, erased_at = NULL
  RETURNING held.id, held.version, NOT EXISTS (SELECT 1 FROM before WHERE before.id = held.id) AS "isNew"`;

/** A contact point that stays keeps what is known of it, such as that its token is dead. */
export const REPLACE_CONTACT_POINTS = `
  WITH wanted AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS fresh("recipientId" text, id uuid, position int, channel text,
      provider text, address text, "addressHash" text, "timeZone" text, "numberCountry" text, "numberZones" text[],
      "numberAnywhere" boolean)),
  gone AS (
    DELETE FROM contact_point AS point WHERE point.recipient_id = ANY($1::text[])
      AND NOT EXISTS (SELECT 1 FROM wanted WHERE wanted."recipientId" = point.recipient_id AND wanted.id = point.id))
  INSERT INTO contact_point AS held (recipient_id, id, position, channel, provider, address, address_hash, registered_at,
    device_time_zone, number_country, number_zones, number_anywhere)
  SELECT "recipientId", id, position, channel, provider, address, "addressHash", $3::timestamptz, "timeZone",
    "numberCountry", "numberZones", "numberAnywhere" FROM wanted
  ON CONFLICT (recipient_id, id) DO UPDATE SET position = excluded.position, provider = excluded.provider,
    device_time_zone = excluded.device_time_zone, number_country = excluded.number_country,
    number_zones = excluded.number_zones, number_anywhere = excluded.number_anywhere
  RETURNING held.id, held.channel, held.dead_at, held.unusable_at, held.unusable_channels, held.trouble_reason`;

/** Recipients and their contact points. */
@Injectable()
export class Recipients {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** A recipient as it stands, also an erased one. */
  async find(id: string): Promise<KeptRecipient | undefined> {
    const row = await this.#dataSource.manager.findOneBy(RecipientRow, { id });
    if (row === null) return undefined;
    const contactPoints = await this.#dataSource.manager.find(ContactPointRow, {
      where: { recipientId: id },
      order: { position: 'ASC' },
    });
    return { row, contactPoints };
  }

  /** Stores recipients, each at most once, and replaces their contact points. @returns versions by id. */
  async store(
    sql: Sql,
    recipients: readonly RecipientRecord[],
    at: Date,
  ): Promise<Map<string, StoredVersion>> {
    const ids = recipients.map(({ id }) => id);
    const rows = await sql.query<{ id: string; version: number; isNew: boolean }>(
      'consent.store-recipients',
      STORE_RECIPIENTS,
      [JSON.stringify(recipients), at, ids],
    );
    const points = recipients.flatMap(({ id: recipientId, contactPoints }) =>
      contactPoints.map((point, position) => ({ ...point, recipientId, position })),
    );
    const kept = await sql.query<KeptHealth & { id: string }>(
      'consent.replace-contact-points',
      REPLACE_CONTACT_POINTS,
      [ids, JSON.stringify(points), at],
    );
    const troubles = new Map(
      kept.flatMap((point) => {
        const trouble = troubleOf(point);
        return trouble === undefined ? [] : [[point.id, trouble]];
      }),
    );
    return new Map(rows.map(({ id, version, isNew }) => [id, { version, isNew, troubles }]));
  }

  /**
   * Empties a recipient; only its id and version stay, so that later facts about it are later ones.
   * @returns the version of the erasure, and when it was; undefined when there is no such recipient.
   */
  async erase(
    { manager }: Sql,
    id: string,
    at: Date,
  ): Promise<{ version: number; erasedAt: Date } | undefined> {
    const row = await manager.findOneBy(RecipientRow, { id });
    if (row === null) return undefined;
    if (row.erasedAt !== null) return { version: row.version, erasedAt: row.erasedAt };
    const version = row.version + 1;
    const nothing = { attributes: {}, timeZone: null, country: null, region: null, locale: null };
    await manager.update(RecipientRow, { id }, { ...nothing, version, changedAt: at, erasedAt: at });
    await manager.delete(ContactPointRow, { recipientId: id });
    return { version, erasedAt: at };
  }
}
