import type { Erasure } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import type { DeadLetter } from './dead-letter.ts';

/** What is left to say of a record that concerned somebody who was erased. */
const ERASED_MESSAGE = 'its recipient was erased';

interface CandidateRow {
  readonly id: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Buffer;
}

/**
 * Empties the dead letters of recipients: those keyed by them or by one of their addresses, and those that name them
 * inside. That something died, where and with which code stays.
 */
export async function eraseDeadLetters(sql: Sql, erasures: readonly Erasure[]): Promise<void> {
  if (erasures.length === 0) return;
  await waitForBurials(sql);
  const keys = erasures.flatMap(({ recipient, addressHashes }) => [recipient, ...addressHashes]);
  const names = erasures.map(({ recipient }) => JSON.stringify(recipient));
  const candidates = await sql.query<CandidateRow>(
    'messaging.letters-to-erase',
    `SELECT id, key, value, headers FROM dead_letter
     WHERE key = ANY($1::bytea[]) OR EXISTS (
       SELECT 1 FROM unnest($2::bytea[]) AS named(id)
       WHERE position(named.id IN value) > 0 OR position(named.id IN headers) > 0)`,
    [keys.map((key) => Buffer.from(key)), names.map((name) => Buffer.from(name))],
  );
  const known = new Set(keys);
  const concerned = candidates.filter((letter) => concerns(letter, known));
  if (concerned.length === 0) return;
  await sql.query(
    'messaging.erase-letters',
    `UPDATE dead_letter SET key = CASE WHEN key = ANY($2::bytea[]) THEN key END, value = NULL, headers = '{}',
       is_whole = false, message = $3, field = NULL
     WHERE id = ANY($1::uuid[])`,
    [concerned.map(({ id }) => id), keys.map((key) => Buffer.from(key)), ERASED_MESSAGE],
  );
}

/**
 * Empties a letter that is about to be buried when somebody it names was erased, and the record is not known to be from
 * after that.
 */
export async function withoutErased(sql: Sql, letter: DeadLetter): Promise<DeadLetter> {
  const { names, time } = aboutOf(letter);
  if (names.length === 0) return letter;
  // An erasure that is under way is waited for, and seen; one that comes later waits for this burial.
  await sql.query('messaging.letter-lock', `SELECT pg_advisory_xact_lock_shared(${LETTERS})`, []);
  const marks = await sql.query<{ erasedAt: Date }>(
    'messaging.erased-names',
    `SELECT erased_at AS "erasedAt" FROM erased_recipient WHERE recipient_id = ANY($1::text[])`,
    [names.map((name) => name.replaceAll('\0', ''))],
  );
  if (!marks.some(({ erasedAt }) => !(time > erasedAt.getTime()))) return letter;
  return { ...letter, value: null, headers: {}, isWhole: false, message: ERASED_MESSAGE, field: undefined };
}

const LETTERS = `hashtext('hermod dead letters'), hashtext(current_schema())`;

/** No burial that has not seen the marks is under way behind this, until the transaction ends. */
async function waitForBurials(sql: Sql): Promise<void> {
  await sql.query('messaging.letters-lock', `SELECT pg_advisory_xact_lock(${LETTERS})`, []);
}

/** A name that stands somewhere in a record may be any value; only what says whom it is about counts. */
function concerns({ key, value, headers }: CandidateRow, known: ReadonlySet<string>): boolean {
  const told = JSON.parse(headers.toString('utf8')) as Record<string, string>;
  const { names, isReadable } = aboutOf({ key: key?.toString('utf8') ?? null, value, headers: told });
  // What can't be read and names somebody who was erased is taken to be about them.
  return !isReadable || names.some((name) => known.has(name));
}

/** Whom a record says that it is about, and from when it says that it is (NaN: it doesn't). */
function aboutOf({ key, value, headers }: Pick<DeadLetter, 'key' | 'value' | 'headers'>): {
  readonly names: string[];
  readonly time: number;
  readonly isReadable: boolean;
} {
  const body = objectIn(value);
  const { recipient, subject, time } = body ?? {};
  const named = [key, headers['ce_subject'], headers['ce_recipient'], recipient, subject];
  return {
    names: named.filter((name): name is string => typeof name === 'string' && name !== ''),
    time: Date.parse(headers['ce_time'] ?? (typeof time === 'string' ? time : '')),
    isReadable: body !== undefined,
  };
}

/** Empty where there is nothing, undefined where it is no JSON object. */
function objectIn(value: Buffer | null): Record<string, unknown> | undefined {
  if (value === null || value.length === 0) return {};
  try {
    const read: unknown = JSON.parse(value.toString('utf8'));
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
