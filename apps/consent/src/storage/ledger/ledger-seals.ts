import { createSeals, type DayLeaf, type Seals } from '@hermod/ledger';
import { inTransaction, type Sql } from '@hermod/postgres';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import type { FactoryProvider } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Injection token of the ledger's `Seals`. */
export const LEDGER_SEALS = Symbol('LedgerSeals');

const HEADS_AT_ONCE = 5_000;

const UNSEALED = `
  SELECT recipient_id AS recipient, sequence, encode(hash, 'hex') AS hash FROM ledger_head
  WHERE recipient_id > $1 AND seal IS NULL ORDER BY recipient_id LIMIT ${HEADS_AT_ONCE}`;

const SEAL = `
  UPDATE ledger_head SET seal = decode(head.seal, 'hex')
  FROM jsonb_to_recordset($1::jsonb) AS head(recipient text, seal text)
  WHERE ledger_head.recipient_id = head.recipient AND ledger_head.seal IS NULL`;

/**
 * The seals under a secret. At the first start the chains that the migration made are sealed, once: from then on an end
 * without a seal is none of ours. Instances that start together take turns.
 */
export async function openSeals(dataSource: DataSource, secret: string): Promise<Seals> {
  const seals = createSeals(secret);
  await inTransaction(dataSource, async (sql) => {
    await sql.query(
      'consent.turn-to-seal',
      `SELECT pg_advisory_xact_lock(hashtext('hermod ledger seals'), hashtext(current_schema()))`,
      [],
    );
    if (!(await isFirstStart(sql))) return;
    await sealHeads(sql, seals);
    await sql.query('consent.only-sealed', 'ALTER TABLE ledger_head ALTER COLUMN seal SET NOT NULL', []);
  });
  return seals;
}

/** Made before anything else of the service is, so nothing is appended to a chain that isn't sealed. */
export const THE_SEALS: FactoryProvider<Seals> = {
  provide: LEDGER_SEALS,
  inject: [DataSource, CONFIG],
  useFactory: (dataSource: DataSource, { secret }: ServiceConfig) => openSeals(dataSource, secret),
};

async function isFirstStart(sql: Sql): Promise<boolean> {
  const [column] = await sql.query<{ isNullable: boolean }>(
    'consent.are-heads-sealed',
    `SELECT NOT attnotnull AS "isNullable" FROM pg_attribute
     WHERE attrelid = 'ledger_head'::regclass AND attname = 'seal'`,
    [],
  );
  return column?.isNullable === true;
}

async function sealHeads(sql: Sql, seals: Seals): Promise<void> {
  let after = '';
  for (;;) {
    const heads = await sql.query<DayLeaf>('consent.unsealed-heads', UNSEALED, [after]);
    const last = heads.at(-1);
    if (last === undefined) return;
    const sealed = heads.map((head) => ({ recipient: head.recipient, seal: seals.ofHead(head) }));
    await sql.query('consent.seal-heads', SEAL, [JSON.stringify(sealed)]);
    after = last.recipient;
  }
}
