import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** The addresses of a recipient as of a revision; none when erased. */
export interface AddressesOf {
  readonly recipient: string;
  /** The recipient's counter in consent. */
  readonly revision: number;
  readonly addressHashes: readonly string[];
}

/** Remembers the highest revision of each recipient, and returns whose was new. */
export const MOVE_REVISIONS = `
  INSERT INTO recipient AS known (id, revision)
  SELECT given.* FROM unnest($1::text[], $2::bigint[]) AS given
  ON CONFLICT (id) DO UPDATE SET revision = excluded.revision WHERE known.revision < excluded.revision
  RETURNING id`;

/** $1: whose addresses are replaced; $2 and $3: recipient and address, pair by pair. What stays isn't written. */
export const REPLACE_CONTACT_POINTS = `
  WITH given AS MATERIALIZED (
    SELECT * FROM unnest($2::text[], $3::text[]) AS pair(recipient, address_hash)),
  gone AS (
    DELETE FROM contact_point AS held WHERE held.recipient = ANY($1::text[]) AND NOT EXISTS (
      SELECT 1 FROM given WHERE given.recipient = held.recipient AND given.address_hash = held.address_hash))
  INSERT INTO contact_point (address_hash, recipient) SELECT given.address_hash, given.recipient FROM given
  ON CONFLICT (address_hash, recipient) DO NOTHING`;

/** Whom each of the addresses belongs to. */
export const HOLDERS_OF = `
  SELECT address_hash, recipient FROM contact_point WHERE address_hash = ANY($1::text[])
  ORDER BY recipient COLLATE "C"`;

/** Which address belongs to whom, by the address' HMAC. An address may have several holders. */
@Injectable()
export class ContactPoints {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Replaces what is held of these recipients, each once; a revision that isn't higher than the known one is ignored. */
  async replace(sql: Sql, states: readonly AddressesOf[]): Promise<void> {
    const moved = await sql.query<{ id: string }>('contact-points.revisions', MOVE_REVISIONS, [
      states.map((state) => state.recipient),
      states.map((state) => state.revision),
    ]);
    if (moved.length === 0) return;
    const newer = new Set(moved.map((row) => row.id));
    const pairs = states
      .filter((state) => newer.has(state.recipient))
      .flatMap(({ recipient, addressHashes }) => addressHashes.map((hash) => [recipient, hash] as const));
    await sql.query('contact-points.replace', REPLACE_CONTACT_POINTS, [
      [...newer],
      pairs.map(([recipient]) => recipient),
      pairs.map(([, hash]) => hash),
    ]);
  }

  /** The holders of each address, outside of any transaction; an address that nobody holds is absent. */
  async holdersOf(addressHashes: readonly string[]): Promise<Map<string, string[]>> {
    const rows = await this.#dataSource.query<{ address_hash: string; recipient: string }[]>(HOLDERS_OF, [
      [...new Set(addressHashes)],
    ]);
    const holders = new Map<string, string[]>();
    for (const { address_hash: hash, recipient } of rows)
      holders.set(hash, [...(holders.get(hash) ?? []), recipient]);
    return holders;
  }
}
