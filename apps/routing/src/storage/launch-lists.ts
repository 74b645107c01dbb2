import type { JsonObject } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';

/** A row of an uploaded list: whom a launch is for, and what it says of them. */
export interface ListedRecipient {
  readonly recipient: string;
  readonly data: JsonObject | undefined;
}

const AT_ONCE = 5_000;

/** Keeps the list of a launch, in the transaction that makes the launch. */
export async function keepList(
  sql: Sql,
  launch: string,
  recipients: readonly ListedRecipient[],
): Promise<void> {
  for (let from = 0; from < recipients.length; from += AT_ONCE) {
    const rows = recipients.slice(from, from + AT_ONCE);
    await sql.query(
      'routing.keep-list',
      `INSERT INTO launch_recipient (launch_id, recipient_id, data)
       SELECT $1::uuid, * FROM unnest($2::text[], $3::json[])`,
      [
        launch,
        rows.map(({ recipient }) => recipient),
        rows.map(({ data }) => (data === undefined ? null : JSON.stringify(data))),
      ],
    );
  }
}

/** Drops what was worked off of a list: it may say more of people than anybody still needs. */
export async function dropListed(sql: Sql, launch: string, upTo: string): Promise<void> {
  await sql.query(
    'routing.drop-listed',
    'DELETE FROM launch_recipient WHERE launch_id = $1 AND recipient_id <= $2',
    [launch, upTo],
  );
}

/** Drops what is left of a list. */
export async function dropList(sql: Sql, launch: string): Promise<void> {
  await sql.query('routing.drop-list', 'DELETE FROM launch_recipient WHERE launch_id = $1', [launch]);
}

/** Takes erased recipients off every list. */
export async function takeOffLists(sql: Sql, recipients: readonly string[]): Promise<void> {
  if (recipients.length === 0) return;
  await sql.query(
    'routing.take-off-lists',
    'DELETE FROM launch_recipient WHERE recipient_id = ANY($1::text[])',
    [recipients],
  );
}
