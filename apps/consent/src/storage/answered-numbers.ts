import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** Which texts of a number were answered, and what it has asked for; instants are those of the texts. */
export interface AnsweredNumber {
  readonly stopAt: Date | undefined;
  readonly helpAt: Date | undefined;
  readonly startAt: Date | undefined;
  /** Its newest STOP. */
  readonly stoppedAt: Date | undefined;
  /** Its newest START. */
  readonly liftedAt: Date | undefined;
}

interface Row {
  readonly addressHash: string;
  readonly stopAt: Date | null;
  readonly helpAt: Date | null;
  readonly startAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly liftedAt: Date | null;
}

/** Copies for two holders may meet over one number: who comes second waits, and sees what the first has answered. */
export const HOLD_ANSWERED_NUMBERS = `
  INSERT INTO answered_number AS held (address_hash)
  SELECT DISTINCT fresh.hash FROM unnest($1::text[]) AS fresh(hash) ORDER BY fresh.hash
  ON CONFLICT (address_hash) DO UPDATE SET address_hash = excluded.address_hash`;

export const LOAD_ANSWERED_NUMBERS = `
  SELECT held.address_hash AS "addressHash", held.stop_at AS "stopAt", held.help_at AS "helpAt",
    held.start_at AS "startAt", stop.stopped_at AS "stoppedAt", stop.lifted_at AS "liftedAt"
  FROM answered_number AS held LEFT JOIN suppression AS stop ON stop.address_hash = held.address_hash
  WHERE held.address_hash = ANY($1::text[])`;

export const REMEMBER_ANSWERS = `
  UPDATE answered_number AS held SET stop_at = fresh."stopAt", help_at = fresh."helpAt", start_at = fresh."startAt"
  FROM jsonb_to_recordset($1::jsonb) AS fresh("addressHash" text, "stopAt" timestamptz, "helpAt" timestamptz,
    "startAt" timestamptz)
  WHERE held.address_hash = fresh."addressHash"`;

/** When numbers were answered last, by their HMAC: it holds for whoever has the number later. */
@Injectable()
export class AnsweredNumbers {
  /** Locks numbers and tells what they were answered; each that is asked for is there. */
  async hold(sql: Sql, addressHashes: readonly string[]): Promise<Map<string, AnsweredNumber>> {
    const hashes = [...new Set(addressHashes)].toSorted();
    await sql.query('consent.hold-answered-numbers', HOLD_ANSWERED_NUMBERS, [hashes]);
    const rows = await sql.query<Row>('consent.load-answered-numbers', LOAD_ANSWERED_NUMBERS, [hashes]);
    return new Map(rows.map((row) => [row.addressHash, toNumber(row)]));
  }

  /** Keeps which texts are the last that were answered. */
  async remember(sql: Sql, numbers: ReadonlyMap<string, AnsweredNumber>): Promise<void> {
    const rows = [...numbers].map(([addressHash, number]) => ({ addressHash, ...number }));
    await sql.query('consent.remember-answers', REMEMBER_ANSWERS, [JSON.stringify(rows)]);
  }
}

function toNumber({ stopAt, helpAt, startAt, stoppedAt, liftedAt }: Row): AnsweredNumber {
  return {
    stopAt: stopAt ?? undefined,
    helpAt: helpAt ?? undefined,
    startAt: startAt ?? undefined,
    stoppedAt: stoppedAt ?? undefined,
    liftedAt: liftedAt ?? undefined,
  };
}
