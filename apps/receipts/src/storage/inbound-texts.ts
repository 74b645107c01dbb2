import type { Channel, InboundMeaning } from '@hermod/contracts';
import type { Sql } from '@hermod/postgres';
import { Injectable } from '@nestjs/common';

/** A text that came in, without its words and without the number. */
export interface NewInboundText {
  /** Derived from the provider and its id of the text, so that a repeat has the same. */
  readonly id: string;
  readonly provider: string;
  readonly providerMessageId: string | undefined;
  readonly channel: Channel;
  readonly addressHash: string;
  readonly meaning: InboundMeaning;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Adds what is new. Repeats meet under the lock of their address. */
export const ADD_INBOUND_TEXTS = `
  INSERT INTO inbound (id, provider, provider_message_id, channel, address_hash, meaning, at, recorded_at)
  SELECT given.*, $8::timestamptz
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[]) AS given
  ON CONFLICT (id) DO NOTHING
  RETURNING id`;

/** Which texts came in, and how they were understood. */
@Injectable()
export class InboundTexts {
  /** Keeps what is new and returns its ids; the rest was there before. */
  async add(sql: Sql, texts: readonly NewInboundText[], now: Date): Promise<Set<string>> {
    const rows = await sql.query<{ id: string }>('inbound.add', ADD_INBOUND_TEXTS, [
      texts.map((text) => text.id),
      texts.map((text) => text.provider),
      texts.map((text) => text.providerMessageId ?? null),
      texts.map((text) => text.channel),
      texts.map((text) => text.addressHash),
      texts.map((text) => text.meaning),
      texts.map((text) => text.at),
      now.toISOString(),
    ]);
    return new Set(rows.map((row) => row.id));
  }
}
