import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { loadMessages, type Message } from './messages.ts';
import type { OptOut } from './opt-outs.ts';

/** A call that began. */
export interface BegunCall {
  readonly messageId: string;
  readonly recipient: string;
  readonly calledAt: Date;
}

/** An opt-out, and when delivery had written it down. */
export interface NotedOptOut extends OptOut {
  readonly notedAt: Date;
}

/** A call that has to be looked at: its recipient had opted out of something before. */
export interface Suspect {
  readonly call: BegunCall;
  readonly message: Message;
  readonly optOuts: readonly NotedOptOut[];
}

/** Of begun calls those whose recipients had opted out of something, with all that judges them. */
@Injectable()
export class CalledAfterOptOut {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** One statement where nobody has opted out of anything, which is the rule. */
  suspects(calls: readonly BegunCall[]): Promise<Suspect[]> {
    if (calls.length === 0) return Promise.resolve([]);
    return inTransaction(this.#dataSource, async (sql) => {
      const noted = await loadNotedOptOuts(sql, [...new Set(calls.map(({ recipient }) => recipient))]);
      const optOutsOf = Map.groupBy(noted, ({ recipient }) => recipient);
      const concerned = calls.filter(({ recipient }) => optOutsOf.has(recipient));
      const messages = await loadMessages(sql, [...new Set(concerned.map(({ messageId }) => messageId))]);
      return concerned.flatMap((call) => {
        const message = messages.get(call.messageId);
        return message === undefined ? [] : [{ call, message, optOuts: optOutsOf.get(call.recipient)! }];
      });
    });
  }
}

/** All that was said about messages to these recipients, and when it was written down. */
export async function loadNotedOptOuts(sql: Sql, recipients: readonly string[]): Promise<NotedOptOut[]> {
  const rows = await sql.query<Omit<NotedOptOut, 'addressHash'> & { addressHash: string | null }>(
    'delivery.noted-opt-outs',
    `SELECT recipient_id AS recipient, fact_key AS "factKey", address_hash AS "addressHash", scope, at, lifts,
       noted_at AS "notedAt"
     FROM opt_out WHERE recipient_id = ANY($1::text[])`,
    [recipients],
  );
  return rows.map((row) => ({ ...row, addressHash: row.addressHash ?? undefined }));
}
