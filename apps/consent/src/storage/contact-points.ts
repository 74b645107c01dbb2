import type { ContactPoint } from '@hermod/contracts';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export const FIND_HOLDERS = `
  SELECT point.address_hash AS "addressHash", array_agg(DISTINCT point.recipient_id ORDER BY point.recipient_id) AS holders
  FROM contact_point AS point WHERE point.address_hash = ANY($1::text[]) GROUP BY point.address_hash`;

export const FIND_HELD_POINTS = `
  SELECT point.address_hash AS "addressHash", point.recipient_id AS recipient, point.id AS "contactPoint"
  FROM contact_point AS point WHERE point.address_hash = ANY($1::text[])
  ORDER BY point.recipient_id`;

export const FIND_ADDRESSES = `
  SELECT point.recipient_id AS recipient, point.id AS "contactPoint", point.channel AS family,
    point.address_hash AS "addressHash"
  FROM unnest($1::text[], $2::uuid[]) AS asked(recipient, id)
  JOIN contact_point AS point ON point.recipient_id = asked.recipient AND point.id = asked.id`;

/** An address with one of those who hold it. */
export interface HeldPoint {
  readonly addressHash: string;
  readonly recipient: string;
  readonly contactPoint: string;
}

/** A contact point with the HMAC of its address. */
export interface AddressOf extends HeldPoint {
  readonly family: ContactPoint['channel'];
}

/** Addresses, and who holds them. */
@Injectable()
export class ContactPoints {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
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

  /** The same with their contact points, in the order of the recipients' ids. */
  heldPoints(sql: Sql, addressHashes: readonly string[]): Promise<HeldPoint[]> {
    if (addressHashes.length === 0) return Promise.resolve([]);
    return sql.query<HeldPoint>('consent.held-points', FIND_HELD_POINTS, [addressHashes]);
  }

  /** The same before any lock is taken. */
  lookUpHeldPoints(addressHashes: readonly string[]): Promise<HeldPoint[]> {
    return inTransaction(this.#dataSource, (sql) => this.heldPoints(sql, addressHashes));
  }

  /** The addresses of contact points, as their HMAC; those that are gone are absent. */
  addresses(
    sql: Sql,
    points: readonly { readonly recipient: string; readonly contactPoint: string }[],
  ): Promise<AddressOf[]> {
    if (points.length === 0) return Promise.resolve([]);
    return sql.query<AddressOf>('consent.addresses', FIND_ADDRESSES, [
      points.map(({ recipient }) => recipient),
      points.map(({ contactPoint }) => contactPoint),
    ]);
  }
}
