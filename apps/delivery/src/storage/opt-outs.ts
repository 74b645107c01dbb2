import type { ConsentScope } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';

/** That a recipient does not want what the scope covers. */
export interface OptOut {
  readonly recipient: string;
  /** The fact's key, so that a repeat is a repeat. */
  readonly factKey: string;
  /** A STOP concerns the number it came from, until it is lifted; a withdrawn consent what was decided before it. */
  readonly addressHash: string | undefined;
  readonly scope: ConsentScope;
  readonly at: Date;
  /** A START: lifts the STOPs before it, and nothing else, whichever of them is read first. */
  readonly lifts: boolean;
}

/** Remembers opt-outs and what lifts them. */
export async function addOptOuts(sql: Sql, optOuts: readonly OptOut[]): Promise<void> {
  if (optOuts.length === 0) return;
  await sql.query(
    'delivery.add-opt-outs',
    `INSERT INTO opt_out (recipient_id, fact_key, address_hash, scope, at, lifts)
     SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::json[], $5::timestamptz[], $6::boolean[])
     ON CONFLICT (recipient_id, fact_key) DO NOTHING`,
    [
      optOuts.map((o) => o.recipient),
      optOuts.map((o) => o.factKey),
      optOuts.map((o) => o.addressHash ?? null),
      optOuts.map((o) => JSON.stringify(o.scope)),
      optOuts.map((o) => o.at),
      optOuts.map((o) => o.lifts),
    ],
  );
}

/** What was said about messages to these recipients. */
export async function loadOptOuts(sql: Sql, recipients: readonly string[]): Promise<OptOut[]> {
  if (recipients.length === 0) return [];
  const rows = await sql.query<Omit<OptOut, 'addressHash'> & { addressHash: string | null }>(
    'delivery.opt-outs',
    `SELECT recipient_id AS recipient, fact_key AS "factKey", address_hash AS "addressHash", scope, at, lifts
     FROM opt_out WHERE recipient_id = ANY($1::text[])`,
    [recipients],
  );
  return rows.map((row) => ({ ...row, addressHash: row.addressHash ?? undefined }));
}
