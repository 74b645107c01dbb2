import { type DayLeaf, type DayRoot, DayTree, type Seals } from '@hermod/ledger';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LEDGER_SEALS } from './ledger-seals.ts';

/** Rows of one statement while a day is closed, so that none runs long. */
const ROWS_AT_ONCE = 20_000;
const DAY_MS = 86_400_000;

/** The first day that has no root yet, or none while the ledger is empty; and today, both UTC. */
export const FIND_OPEN_DAY = `
  SELECT coalesce((SELECT max(day) FROM ledger_day) + 1,
      ((SELECT min(recorded_at) FROM ledger) AT TIME ZONE 'UTC')::date)::text AS day,
    (clock_timestamp() AT TIME ZONE 'UTC')::date::text AS today,
    (SELECT encode(root, 'hex') FROM ledger_day ORDER BY day DESC LIMIT 1) AS before`;

/** Transactions that began on that day or before may still record something in it. */
const IS_OVER = `
  SELECT clock_timestamp() AT TIME ZONE 'UTC' >= $1::date + 1 AND NOT EXISTS (
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend' AND xact_start AT TIME ZONE 'UTC' < $1::date + 1) AS "isOver"`;

/** Up to where the next part of a day's entries reaches; null when it is the last part. */
export const FIND_PART = `
  SELECT recorded_at AS until FROM ledger
  WHERE recorded_at >= $1::timestamptz AND recorded_at < ($2::date + 1)::timestamp AT TIME ZONE 'UTC'
  ORDER BY recorded_at OFFSET ${ROWS_AT_ONCE} LIMIT 1`;

/** Of each recipient the last entry of the day counts. */
export const GATHER_LEAVES = `
  INSERT INTO ledger_leaf AS held (day, recipient_id, sequence, hash)
  SELECT DISTINCT ON (recipient_id) $1::date, recipient_id, sequence, hash FROM ledger
  WHERE recorded_at >= $2::timestamptz AND recorded_at < $3::timestamptz
  ORDER BY recipient_id, sequence DESC
  ON CONFLICT (day, recipient_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
  WHERE held.sequence < excluded.sequence`;

export const PAGE_OF_LEAVES = `
  SELECT recipient_id AS recipient, sequence, encode(hash, 'hex') AS hash FROM ledger_leaf
  WHERE day = $1::date AND recipient_id > $2 ORDER BY recipient_id LIMIT $3::int`;

export const CLOSE_DAY = `
  INSERT INTO ledger_day (day, leaves, root, root_before, seal, closed_at)
  VALUES ($1::date, $2, decode($3, 'hex'), decode($4, 'hex'), decode($5, 'hex'), clock_timestamp())`;

/** The first day that is still open. */
export interface OpenDay {
  readonly day: string;
  /** Root of the day before; undefined on the first. */
  readonly before: string | undefined;
}

/** The days of the ledger that are over, each under one root. */
@Injectable()
export class LedgerDays {
  readonly #dataSource: DataSource;
  readonly #seals: Seals;
  /** Every day before this one was closed when this instance looked last. */
  #closedBefore = '';

  constructor(@Inject(DataSource) dataSource: DataSource, @Inject(LEDGER_SEALS) seals: Seals) {
    this.#dataSource = dataSource;
    this.#seals = seals;
  }

  /** How many days that are over have no root yet. Shortly after midnight that is one. */
  async overdue(): Promise<number> {
    return inTransaction(this.#dataSource, async (sql) => {
      const { day, today } = await findOpenDay(sql);
      return day === null ? 0 : Math.max(0, Math.round((Date.parse(today) - Date.parse(day)) / DAY_MS));
    });
  }

  /**
   * Closes the first open day when it is over, and nobody can record anything in it any more.
   * @returns its root; undefined when there is nothing to close, or another instance is at it.
   * @throws Error when days that were closed already are gone: a second root for them would hide it.
   */
  async closeNext(): Promise<DayRoot | undefined> {
    const closed = await inTransaction(this.#dataSource, async (sql) => {
      if (!(await takeTurn(sql))) return undefined;
      const { day, before } = await findOpenDay(sql);
      this.#remember(day, before);
      if (day === null || !(await isOver(sql, day))) return undefined;
      return this.close(sql, { day, before: before ?? undefined });
    });
    if (closed !== undefined) this.#closedBefore = dayAfter(closed.day);
    return closed;
  }

  /** Whoever closed them: days that this instance has seen closed stay closed. */
  #remember(day: string | null, before: string | null): void {
    if (this.#closedBefore !== '' && (day === null || day < this.#closedBefore))
      throw new Error(
        `the ledger was closed up to ${this.#closedBefore}, and roots of days before that are missing`,
      );
    if (day !== null && before !== null) this.#closedBefore = day;
  }

  /** Closes a day, which has to be the one after the last that is closed. */
  async close(sql: Sql, { day, before }: OpenDay): Promise<DayRoot> {
    await gatherLeaves(sql, day);
    const tree = new DayTree(day, before);
    for (let after = ''; ;) {
      const leaves = await sql.query<DayLeaf>('consent.page-of-leaves', PAGE_OF_LEAVES, [
        day,
        after,
        ROWS_AT_ONCE,
      ]);
      for (const leaf of leaves) tree.add(leaf);
      const last = leaves.at(-1);
      if (last === undefined || leaves.length < ROWS_AT_ONCE) break;
      after = last.recipient;
    }
    const closed = { day, leaves: tree.leaves, root: tree.root(), before };
    const seal = this.#seals.ofDay(closed);
    const values = [day, closed.leaves, closed.root, before ?? null, seal];
    await sql.query('consent.close-day', CLOSE_DAY, values);
    return closed;
  }
}

async function takeTurn(sql: Sql): Promise<boolean> {
  const [turn] = await sql.query<{ isOurs: boolean }>(
    'consent.turn-to-close',
    `SELECT pg_try_advisory_xact_lock(hashtext('hermod ledger day'), hashtext(current_schema())) AS "isOurs"`,
    [],
  );
  return turn?.isOurs === true;
}

interface FoundDay {
  readonly day: string | null;
  readonly today: string;
  readonly before: string | null;
}

async function findOpenDay(sql: Sql): Promise<FoundDay> {
  const [found] = await sql.query<FoundDay>('consent.open-day', FIND_OPEN_DAY, []);
  return found!;
}

async function isOver(sql: Sql, day: string): Promise<boolean> {
  const [answer] = await sql.query<{ isOver: boolean }>('consent.is-day-over', IS_OVER, [day]);
  return answer?.isOver === true;
}

/** Entries of one instant are never torn apart: a part ends before the instant at which the next one begins. */
async function gatherLeaves(sql: Sql, day: string): Promise<void> {
  const end = new Date(dayAfter(day));
  for (let from = new Date(day); from < end;) {
    const [part] = await sql.query<{ until: Date }>('consent.part-of-day', FIND_PART, [from, day]);
    // More entries of one instant than a part holds: that instant is a part of its own.
    const until = part === undefined ? end : later(part.until, new Date(from.getTime() + 1));
    await sql.query('consent.gather-leaves', GATHER_LEAVES, [day, from, until]);
    from = until;
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
