import { randomBytes } from 'node:crypto';
import { chainEntry, type ChainEnd, type EntryToChain } from '@hermod/ledger';
import type { QueryRunner } from 'typeorm';

const ROWS_AT_ONCE = 2_000;

interface OldEntry extends EntryToChain {
  readonly number: string;
  readonly isErased: boolean;
}

interface Chained {
  readonly recipient: string;
  readonly id: string;
  readonly sequence: number;
  readonly salt: string | null;
  readonly digest: string;
  readonly hash: string;
}

const PAGE = `
  SELECT recipient_id AS recipient, id, number::text, state, is_suppression AS "isSuppression", channel, purpose, topic,
    method, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt",
    recorded_by AS "recordedBy", contact_point_id AS "contactPoint", wording, wording_version AS "wordingVersion",
    erased_at IS NOT NULL AS "isErased"
  FROM ledger WHERE (recipient_id, number) > ($1, $2::bigint) ORDER BY ledger.recipient_id, ledger.number LIMIT ${ROWS_AT_ONCE}`;

const WRITE = `
  UPDATE ledger SET sequence = chained.sequence, salt = decode(chained.salt, 'hex'),
    digest = decode(chained.digest, 'hex'), hash = decode(chained.hash, 'hex')
  FROM jsonb_to_recordset($1::jsonb) AS chained(recipient text, id uuid, sequence int, salt text, digest text, hash text)
  WHERE ledger.recipient_id = chained.recipient AND ledger.id = chained.id`;

const WRITE_HEADS = `
  INSERT INTO ledger_head (recipient_id, sequence, hash)
  SELECT head.recipient, head.sequence, decode(head.hash, 'hex')
  FROM jsonb_to_recordset($1::jsonb) AS head(recipient text, sequence int, hash text)
  ON CONFLICT (recipient_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash`;

/**
 * Chains the entries of a ledger from before there were chains, page by page in the order of their recording.
 */
export async function chainOldEntries(runner: QueryRunner): Promise<void> {
  let last: { readonly recipient: string; readonly number: string; readonly end: ChainEnd } | undefined;
  for (;;) {
    const page = nullsLeftOut(
      await runner.manager.query<OldEntry[]>(PAGE, [last?.recipient ?? '', last?.number ?? '0']),
    );
    if (page.length === 0) return;
    const rows: Chained[] = [];
    const ends = new Map<string, ChainEnd>();
    for (const entry of page) {
      const { recipient, id, number } = entry;
      const salt = randomBytes(16).toString('hex');
      const proof = chainEntry(last?.recipient === recipient ? last.end : undefined, entry, salt);
      rows.push({ ...proof, recipient, id, salt: entry.isErased ? null : salt });
      ends.set(recipient, proof);
      last = { recipient, number, end: proof };
    }
    await runner.query(WRITE, [JSON.stringify(rows)]);
    const heads = [...ends].map(([recipient, { sequence, hash }]) => ({ recipient, sequence, hash }));
    await runner.query(WRITE_HEADS, [JSON.stringify(heads)]);
  }
}

/** What SQL calls null is absent in the chain. */
function nullsLeftOut(rows: readonly OldEntry[]): OldEntry[] {
  return rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).filter(([, value]: [string, unknown]) => value !== null),
      ) as unknown as OldEntry,
  );
}
