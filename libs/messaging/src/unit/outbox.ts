import { promisify } from 'node:util';
import { zstdCompress, zstdCompressSync, zstdDecompressSync, constants } from 'node:zlib';
import type { WireRecord } from '@hermod/contracts';
import { inTransaction, type Sql } from '@hermod/postgres';
import { counterOf, METRICS } from '@hermod/telemetry';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import type { BatchSink, Log } from '../ports.ts';

const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const compressAside = promisify(zstdCompress);

/** Rows younger than this belong to their writer, who is sending them. */
const ORPHAN_AFTER = '2 seconds';
const SWEEP_AT_MOST = 100;

const swept = counterOf(METRICS.outboxSwept);

/** A row of the outbox whose transaction is about to commit. */
export interface WrittenRow {
  readonly id: string;
  readonly records: readonly WireRecord[];
  /** Rows that the same transaction deletes. */
  readonly deleted: readonly string[];
}

/**
 * What a unit of work publishes, as one compressed row in its own transaction. The writer sends it right after
 * the commit and deletes it when Kafka has it; a sweeper sends what a dead process left behind.
 */
export class Outbox {
  readonly #dataSource: DataSource;
  readonly #sink: BatchSink;
  readonly #log: Log;
  /** Rows that Kafka has: deleted with the next unit, which saves a transaction for each. */
  #acknowledged: string[] = [];
  /** Rows of this process that are being sent or were: those of both lanes, for both sweep the same table. */
  readonly #held: Set<string>;

  constructor(dataSource: DataSource, sink: BatchSink, log: Log, held: Set<string>) {
    this.#dataSource = dataSource;
    this.#sink = sink;
    this.#log = log;
    this.#held = held;
  }

  /** Writes the row inside the unit's transaction, and deletes what was sent before. */
  async write(sql: Sql, records: readonly WireRecord[]): Promise<WrittenRow> {
    const id = v7();
    const payload = await pack(records);
    const sent = [...this.#acknowledged];
    await sql.query(
      'messaging.outbox-write',
      `WITH sent AS (DELETE FROM outbox WHERE id = ANY($3::uuid[]))
       INSERT INTO outbox (id, payload, created_at) VALUES ($1::uuid, $2::bytea, clock_timestamp())`,
      [id, payload, sent],
    );
    return { id, records, deleted: sent };
  }

  /**
   * Sends the records of a row whose transaction has committed.
   * Rejects when Kafka did not take them for sure; the sweeper goes on with the row then.
   */
  async send({ id, records, deleted }: WrittenRow): Promise<void> {
    this.#forget(deleted);
    this.#held.add(id);
    try {
      await this.#sink.publish(records);
      this.#acknowledged.push(id);
    } catch (error) {
      this.#held.delete(id);
      throw error;
    }
  }

  /** Deletes the acknowledged rows when no unit came along to do it. */
  async tidy(): Promise<void> {
    // A copy: what is acknowledged while these are deleted has to be deleted as well, later.
    const sent = [...this.#acknowledged];
    if (sent.length === 0) return;
    await this.#dataSource.query('DELETE FROM outbox WHERE id = ANY($1::uuid[])', [sent]);
    this.#forget(sent);
  }

  /** Sends and deletes what others left behind. One sweeper at a time; returns how many rows it sent. */
  async sweep(): Promise<number> {
    // Before the turn is taken: who can't reach Kafka must not keep it from those who can.
    await this.#sink.ready();
    return inTransaction(this.#dataSource, async (sql) => {
      const [turn] = await sql.query<{ mine: boolean }>(
        'messaging.outbox-turn',
        `SELECT pg_try_advisory_xact_lock(hashtext('hermod outbox'), hashtext(current_schema())) AS mine`,
        [],
      );
      if (turn?.mine !== true) return 0;
      const mine = [...this.#held];
      const rows = await sql.query<{ id: string; payload: Buffer }>(
        'messaging.outbox-orphans',
        `SELECT id, payload FROM outbox
         WHERE created_at < clock_timestamp() - interval '${ORPHAN_AFTER}' AND id <> ALL($1::uuid[])
         ORDER BY created_at LIMIT ${SWEEP_AT_MOST}`,
        [mine],
      );
      if (rows.length === 0) return 0;
      await this.#sink.publish(rows.flatMap((row) => unpack(row.payload)));
      await sql.query('messaging.outbox-swept', 'DELETE FROM outbox WHERE id = ANY($1::uuid[])', [
        rows.map((r) => r.id),
      ]);
      swept.inc(undefined, rows.length);
      this.#log.warn({ rows: rows.length }, 'sent what another process had left in the outbox');
      return rows.length;
    });
  }

  #forget(ids: readonly string[]): void {
    const gone = new Set(ids);
    for (const id of ids) this.#held.delete(id);
    this.#acknowledged = this.#acknowledged.filter((id) => !gone.has(id));
  }
}

/** Small rows are packed at once; large ones aside, so that they don't hold up the event loop. */
async function pack(records: readonly WireRecord[]): Promise<Buffer> {
  const json = Buffer.from(JSON.stringify(records));
  return json.length < 16_384 ? zstdCompressSync(json, FASTEST) : compressAside(json, FASTEST);
}

function unpack(payload: Buffer): WireRecord[] {
  return JSON.parse(zstdDecompressSync(payload).toString('utf8')) as WireRecord[];
}
