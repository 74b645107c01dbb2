import { entryOf, type Service } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import type { DataSource } from 'typeorm';
import { type DeadLetter, toReplay } from './dead-letter.ts';
import type { UnitRunner } from './unit-runner.ts';

/** As long as their copies on Kafka are kept. */
const KEPT_FOR = '30 days';

/** A dead letter as it is kept. */
export interface KeptDeadLetter extends DeadLetter {
  /** When it was handed in again; undefined until then. */
  readonly replayedAt: Date | undefined;
}

/** A dead letter without what may hold personal data. */
export type DeadLetterSummary = Omit<KeptDeadLetter, 'value' | 'headers'>;

/** Which dead letters are wanted. */
export interface DeadLetterQuery {
  /** A Kafka topic, without the deployment's prefix. */
  readonly topic?: string | undefined;
  /** Only those behind this one, newest first. */
  readonly before?: { readonly deadAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

interface SummaryRow {
  readonly id: string;
  readonly topic: string;
  readonly kafka_partition: number;
  readonly kafka_offset: string;
  readonly key: Buffer | null;
  readonly bytes: number;
  readonly is_whole: boolean;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly trace_id: string | null;
  readonly dead_at: Date;
  readonly replayed_at: Date | null;
}

interface LetterRow extends SummaryRow {
  readonly value: Buffer | null;
  readonly headers: Buffer;
}

const SUMMARY = `id, topic, kafka_partition, kafka_offset, key, bytes, is_whole, code, message, field, trace_id,
  dead_at, replayed_at`;

/**
 * Keeps a dead letter. Its row is the mark that makes it the only one: it outlives the record on Kafka.
 * @returns false when it is there already.
 */
export async function keepDeadLetter(sql: Sql, letter: DeadLetter): Promise<boolean> {
  const { id, topic, partition, offset, key, value, bytes, headers, isWhole, code, message } = letter;
  const rows = await sql.query(
    'messaging.dead-letter',
    `INSERT INTO dead_letter (id, topic, kafka_partition, kafka_offset, key, value, bytes, headers, is_whole,
       code, message, field, trace_id, dead_at)
     VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      id,
      topic,
      partition,
      offset,
      key === null ? null : Buffer.from(key),
      value,
      bytes,
      Buffer.from(JSON.stringify(headers)),
      isWhole,
      storable(code),
      storable(message),
      letter.field === undefined ? null : storable(letter.field),
      letter.traceId ?? null,
      letter.deadAt,
    ],
  );
  return rows.length > 0;
}

/** Drops what is as old as its copy on Kafka may be. */
export async function dropOldDeadLetters(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    `DELETE FROM dead_letter WHERE dead_at < clock_timestamp() - interval '${KEPT_FOR}'`,
  );
}

/** The dead letters of one service: what it could not handle, and the way back. */
export class DeadLetters {
  readonly #service: Service;
  readonly #dataSource: DataSource;
  readonly #units: UnitRunner;

  constructor(service: Service, dataSource: DataSource, units: UnitRunner) {
    this.#service = service;
    this.#dataSource = dataSource;
    this.#units = units;
  }

  /** Dead letters, newest first. */
  async list({ topic, before, limit }: DeadLetterQuery): Promise<DeadLetterSummary[]> {
    const rows = await this.#dataSource.query<SummaryRow[]>(
      `SELECT ${SUMMARY} FROM dead_letter
       WHERE ($1::text IS NULL OR topic = $1)
         AND ($2::timestamptz IS NULL OR (dead_at, id) < ($2::timestamptz, $3::uuid))
       ORDER BY dead_at DESC, id DESC LIMIT $4`,
      [topic ?? null, before?.deadAt ?? null, before?.id ?? null, limit],
    );
    return rows.map((row) => this.#toSummary(row));
  }

  /** One with everything that is kept of it, or undefined. */
  async find(id: string): Promise<KeptDeadLetter | undefined> {
    const [row] = await this.#dataSource.query<LetterRow[]>(
      `SELECT ${SUMMARY}, value, headers FROM dead_letter WHERE id = $1`,
      [id],
    );
    if (row === undefined) return undefined;
    const headers = JSON.parse(row.headers.toString('utf8')) as Record<string, string>;
    return { ...this.#toSummary(row), value: row.value, headers };
  }

  /**
   * Hands a dead letter in again: its record goes to where it was, for this service alone. It is sent once, however
   * often it is asked for: the mark stands in the transaction that publishes it. What is still wrong with it makes
   * another dead letter.
   * @returns the letter, marked as replayed; undefined when there is none.
   * @throws HermodError DEAD_LETTER_… when its record can't be had exactly as it was.
   */
  async replay(id: string): Promise<DeadLetterSummary | undefined> {
    const letter = await this.find(id);
    if (letter === undefined || letter.replayedAt !== undefined) return letter;
    const record = toReplay(letter);
    await this.#units.run(entryOf(letter.topic)?.lane ?? 'plain', [], async (unit) => {
      const marked = await unit.sql.query(
        'messaging.dead-letter-replayed',
        `UPDATE dead_letter SET replayed_at = clock_timestamp()
         WHERE id = $1::uuid AND replayed_at IS NULL RETURNING id`,
        [id],
      );
      if (marked.length > 0) unit.publishRaw(record);
    });
    return this.find(id);
  }

  #toSummary(row: SummaryRow): DeadLetterSummary {
    return {
      id: row.id,
      service: this.#service,
      topic: row.topic,
      partition: row.kafka_partition,
      offset: row.kafka_offset,
      key: row.key?.toString('utf8') ?? null,
      bytes: row.bytes,
      isWhole: row.is_whole,
      code: row.code,
      message: row.message,
      field: row.field ?? undefined,
      traceId: row.trace_id ?? undefined,
      deadAt: row.dead_at,
      replayedAt: row.replayed_at ?? undefined,
    };
  }
}

/** A text without NUL, which PostgreSQL takes in none: a burial must not fail for the words of its cause. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
