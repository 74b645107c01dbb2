import type { Channel, Lane } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A hand-over whose reports name the provider's id, or our attempt's, and nothing else of ours. */
export interface HandedOver {
  readonly provider: string;
  readonly reference: string;
  readonly recipient: string;
  readonly messageId: string;
  readonly attemptId: string;
  readonly runId: string | null;
  readonly channel: Channel;
  readonly lane: Lane;
}

/** A report that came before the hand-over that it is about was known. */
export interface ParkedReport<Report> {
  readonly reference: string;
  readonly provider: string;
  readonly report: Report;
}

const COLUMNS = `provider, reference, recipient_id AS recipient, message_id AS "messageId", attempt_id AS "attemptId",
  run_id AS "runId", channel, lane`;

export const FIND_HAND_OVER = `SELECT ${COLUMNS} FROM hand_over WHERE provider = $1 AND reference = $2`;

export const ADD_HAND_OVERS = `
  INSERT INTO hand_over (provider, reference, recipient_id, message_id, attempt_id, run_id, channel, lane, at)
  SELECT given.*, $9::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[],
    $7::text[], $8::text[]) AS given
  ON CONFLICT (provider, reference) DO NOTHING`;

export const TAKE_PARKED = `
  DELETE FROM parked_report AS parked USING unnest($1::text[], $2::text[]) AS named(provider, reference)
  WHERE parked.provider = named.provider AND parked.reference = named.reference
  RETURNING parked.provider, parked.reference, parked.report`;

/** A report and its hand-over may come at the same time, and each has to see the other: both take this lock first. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended(named.key, 0))
  FROM (SELECT unnest($1::text[]) AS key ORDER BY 1) AS named`;

const keyOf = ({ provider, reference }: { provider: string; reference: string }): string =>
  `${provider}:${reference}`;

/** By what name a provider calls which message, and the reports that wait for one. */
@Injectable()
export class HandOvers {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async find(provider: string, reference: string): Promise<HandedOver | undefined> {
    const [found] = await this.#dataSource.query<HandedOver[]>(FIND_HAND_OVER, [provider, reference]);
    return found;
  }

  /** Keeps a report until its hand-over is known. @returns the hand-over, if it is known by now: then nothing is kept. */
  async park<Report extends object>(parked: ParkedReport<Report>): Promise<HandedOver | undefined> {
    const { provider, reference, report } = parked;
    return this.#dataSource.transaction(async (manager) => {
      await manager.query(LOCK, [[keyOf(parked)]]);
      const [found] = await manager.query<HandedOver[]>(FIND_HAND_OVER, [provider, reference]);
      if (found !== undefined) return found;
      await manager.query(
        'INSERT INTO parked_report (provider, reference, report, at) VALUES ($1, $2, $3::jsonb, now())',
        [provider, reference, JSON.stringify(report)],
      );
      return undefined;
    });
  }

  /** Remembers hand-overs; returns the reports that waited for them, which wait no longer. */
  async add<Report>(sql: Sql, handedOver: readonly HandedOver[], now: Date): Promise<ParkedReport<Report>[]> {
    await sql.query('hand-overs.lock', LOCK, [handedOver.map(keyOf)]);
    await sql.query('hand-overs.add', ADD_HAND_OVERS, [
      handedOver.map((one) => one.provider),
      handedOver.map((one) => one.reference),
      handedOver.map((one) => one.recipient),
      handedOver.map((one) => one.messageId),
      handedOver.map((one) => one.attemptId),
      handedOver.map((one) => one.runId),
      handedOver.map((one) => one.channel),
      handedOver.map((one) => one.lane),
      now.toISOString(),
    ]);
    return sql.query<ParkedReport<Report>>('hand-overs.take-parked', TAKE_PARKED, [
      handedOver.map((one) => one.provider),
      handedOver.map((one) => one.reference),
    ]);
  }

  /** Forgets what no report will come about any more. @returns how many reports never found their message. */
  async forget(): Promise<number> {
    await this.#dataSource.query(`DELETE FROM hand_over WHERE at < now() - interval '40 days'`);
    const lost = await this.#dataSource.query<unknown[]>(
      `WITH gone AS (DELETE FROM parked_report WHERE at < now() - interval '7 days' RETURNING 1) SELECT 1 FROM gone`,
    );
    return lost.length;
  }
}
