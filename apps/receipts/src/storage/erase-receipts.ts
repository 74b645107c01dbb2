import type { Erasure } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';

/** Of the reasons that providers gave only their codes stay: their words may name an address. */
export const EMPTY_RECEIPTS = `
  UPDATE receipt SET reason = substring(reason FROM '^[A-Z0-9_]+')
  WHERE recipient_id = ANY($1::text[]) AND reason IS NOT NULL`;

/** The addresses that recipients hold here. */
export const ADDRESSES_OF = `SELECT address_hash FROM contact_point WHERE recipient = ANY($1::text[])`;

/**
 * By a provider's id of a text its words could be read there. $1: recipients; $2: HMACs of addresses that they had. A
 * number that somebody else holds as well keeps what is theirs too.
 */
export const EMPTY_INBOUND = `
  UPDATE inbound SET provider_message_id = NULL
  WHERE address_hash = ANY($2::text[]) AND provider_message_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM contact_point AS held
      WHERE held.address_hash = inbound.address_hash COLLATE "C" AND held.recipient <> ALL($1::text[]))`;

/** Takes out of receipts and texts what could lead to those who were erased. What they held goes with the next state. */
export async function eraseReceipts(sql: Sql, erasures: readonly Erasure[]): Promise<void> {
  if (erasures.length === 0) return;
  const recipients = erasures.map(({ recipient }) => recipient);
  await sql.query('receipts.empty', EMPTY_RECEIPTS, [recipients]);
  const held = await sql.query<{ address_hash: string }>('contact-points.of', ADDRESSES_OF, [recipients]);
  const hashes = [
    ...held.map((row) => row.address_hash),
    ...erasures.flatMap(({ addressHashes }) => addressHashes),
  ];
  await sql.query('inbound.empty', EMPTY_INBOUND, [recipients, hashes]);
}
