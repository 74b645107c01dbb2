import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How long a lease holds without being renewed. */
export const LEASE_MS = 5_000;

/** An attempt whose instance lost its lease. */
export interface Orphan {
  readonly id: string;
  readonly messageId: string;
  readonly recipient: string;
  readonly lease: string;
  readonly urgent: boolean;
  /** Its call began then, or later, or never. */
  readonly startedAt: Date;
}

/** The leases under which instances start attempts. */
@Injectable()
export class Leases {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Makes a lease. */
  async take(id: string): Promise<void> {
    await this.#dataSource.query(
      `INSERT INTO lease (id, expires_at) VALUES ($1, clock_timestamp() + $2 * interval '1 millisecond')`,
      [id, LEASE_MS],
    );
  }

  /** Prolongs a lease. Returns false when it had ended: others may have settled what stood under it. */
  async renew(id: string): Promise<boolean> {
    const [, renewed] = await this.#dataSource.query<[unknown, number]>(
      `UPDATE lease SET expires_at = clock_timestamp() + $2 * interval '1 millisecond'
       WHERE id = $1 AND expires_at > clock_timestamp()`,
      [id, LEASE_MS],
    );
    return renewed === 1;
  }

  /** Gives a lease up; what still stands under it is unknown from now on. */
  async drop(id: string): Promise<void> {
    await this.#dataSource.query('DELETE FROM lease WHERE id = $1', [id]);
  }

  /** Attempts that were started by instances which no longer hold their lease. Forgets leases that ended long ago. */
  async findOrphans(limit: number): Promise<Orphan[]> {
    const orphans = await this.#dataSource.query<Orphan[]>(
      `SELECT a.id, a.message_id AS "messageId", a.recipient_id AS recipient, a.lease, m.urgent,
         a.started_at AS "startedAt"
       FROM attempt AS a JOIN message AS m ON m.id = a.message_id
       WHERE a.state = 'started'
         AND NOT EXISTS (SELECT 1 FROM lease AS l WHERE l.id = a.lease AND l.expires_at > clock_timestamp())
       ORDER BY a.started_at LIMIT $1`,
      [limit],
    );
    if (orphans.length === 0) {
      await this.#dataSource.query(
        `DELETE FROM lease WHERE expires_at < clock_timestamp() - interval '1 hour'`,
      );
    }
    return orphans;
  }
}
