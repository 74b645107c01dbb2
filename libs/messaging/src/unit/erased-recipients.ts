import type { Erasure } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import type { DataSource } from 'typeorm';
import { eraseDeadLetters } from './erase-dead-letters.ts';

/** What a service knows of an erasure. */
export interface ErasedMark {
  /** What is from before it is gone; by consent's clock. */
  readonly erasedAt: Date;
  /** When this service had erased. */
  readonly doneAt: Date;
}

/**
 * Remembers erasures under their recipients' locks, and takes the recipients out of the dead letters. The service erases
 * what is its own in the same unit of work.
 * @returns those that are news here: a repeat, and one that a later erasure has overtaken, asks for nothing.
 */
export async function markErased(sql: Sql, erasures: readonly Erasure[], now: Date): Promise<Erasure[]> {
  if (erasures.length === 0) return [];
  const rows = await sql.query<{ recipient: string }>(
    'messaging.mark-erased',
    `INSERT INTO erased_recipient AS known (recipient_id, erased_at, done_at)
     SELECT fresh.*, $3::timestamptz FROM unnest($1::text[], $2::timestamptz[]) AS fresh
     ON CONFLICT (recipient_id) DO UPDATE SET erased_at = excluded.erased_at, done_at = excluded.done_at
     WHERE known.erased_at < excluded.erased_at
     RETURNING recipient_id AS recipient`,
    [erasures.map(({ recipient }) => recipient), erasures.map(({ erasedAt }) => erasedAt), now],
  );
  const marked = new Set(rows.map(({ recipient }) => recipient));
  const fresh = erasures.filter(({ recipient }) => marked.has(recipient));
  await eraseDeadLetters(sql, fresh);
  return fresh;
}

/** When those of the recipients were erased who ever were. They may have been stored anew since. */
export async function loadErased(sql: Sql, recipients: Iterable<string>): Promise<Map<string, Date>> {
  const ids = [...new Set(recipients)];
  if (ids.length === 0) return new Map();
  const rows = await sql.query<{ recipient: string; erasedAt: Date }>(
    'messaging.erased',
    `SELECT recipient_id AS recipient, erased_at AS "erasedAt" FROM erased_recipient
     WHERE recipient_id = ANY($1::text[])`,
    [ids],
  );
  return new Map(rows.map(({ recipient, erasedAt }) => [recipient, erasedAt]));
}

/** The marks of one service, for people to look at. */
export class ErasedRecipients {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** The latest erasure of a recipient that this service has carried out, or undefined. */
  async find(recipient: string): Promise<ErasedMark | undefined> {
    const [mark] = await this.#dataSource.query<ErasedMark[]>(
      `SELECT erased_at AS "erasedAt", done_at AS "doneAt" FROM erased_recipient WHERE recipient_id = $1`,
      [recipient],
    );
    return mark;
  }
}
