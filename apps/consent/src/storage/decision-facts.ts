import type { Channel, ContactPoint, JsonObject, Purpose } from '@hermod/contracts';
import { evolveConsent, type DecisionFacts, type LedgerEntry, NO_CONSENT } from '@hermod/consent-policy';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A recipient as decisions and permissions need them. */
export interface KnownRecipient {
  readonly facts: Omit<DecisionFacts, 'isWithdrawn'>;
  /** Addresses and providers, by id; for the permission only. */
  readonly addresses: ReadonlyMap<string, ContactPoint>;
  readonly attributes: JsonObject;
  readonly locale: string | undefined;
}

interface FactsRow {
  id: string;
  known: boolean;
  erased: boolean;
  attributes: JsonObject | null;
  locale: string | null;
  contact_points: readonly ContactPointJson[];
  ledger: readonly EntryJson[];
}

interface ContactPointJson {
  id: string;
  channel: ContactPoint['channel'];
  provider: string | null;
  address: string;
  usable: boolean;
  stop_entry: string | null;
  stopped_at: string | null;
}

interface EntryJson {
  id: string;
  state: LedgerEntry['state'];
  channel: Channel;
  contact_point: string | null;
  purpose: Purpose | null;
  topic: string | null;
  at: string;
}

/**
 * Recipient, contact points with their suppressions, and ledger in one statement: a unit of two hundred requests
 * costs one round trip. STOPs in the ledger are evidence; what they do is told by the suppression.
 */
export const LOAD_DECISION_FACTS = `
  SELECT asked.id, held.id IS NOT NULL AS known, held.erased_at IS NOT NULL AS erased, held.attributes, held.locale,
    coalesce((
      SELECT json_agg(json_build_object(
        'id', point.id, 'channel', point.channel, 'provider', point.provider, 'address', point.address,
        'usable', point.dead_at IS NULL, 'stop_entry', stop.stop_entry, 'stopped_at', stop.stopped_at
      ) ORDER BY point.position)
      FROM contact_point AS point
      LEFT JOIN suppression AS stop ON stop.address_hash = point.address_hash
        AND stop.stopped_at >= coalesce(stop.lifted_at, '-infinity')
      WHERE point.recipient_id = asked.id), '[]') AS contact_points,
    coalesce((
      SELECT json_agg(json_build_object(
        'id', entry.id, 'state', entry.state, 'channel', entry.channel, 'contact_point', entry.contact_point_id,
        'purpose', entry.purpose, 'topic', entry.topic, 'at', entry.at))
      FROM ledger AS entry
      WHERE entry.recipient_id = asked.id AND NOT entry.is_suppression AND entry.erased_at IS NULL), '[]') AS ledger
  FROM unnest($1::text[]) AS asked(id) LEFT JOIN recipient AS held ON held.id = asked.id`;

/** What decisions rest on. Read under the recipients' locks, or for a preview without. */
@Injectable()
export class DecisionFactsStore {
  readonly #dataSource: DataSource;

  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** For a preview: one recipient, without its lock. */
  async loadOne(recipient: string): Promise<KnownRecipient> {
    const loaded = await inTransaction(this.#dataSource, (sql) => this.load(sql, [recipient]));
    return loaded.get(recipient)!;
  }

  /** By recipient id; everyone who is asked for is there. */
  async load(sql: Sql, recipients: Iterable<string>): Promise<Map<string, KnownRecipient>> {
    const ids = [...new Set(recipients)];
    const rows = await sql.query<FactsRow>('consent.decision-facts', LOAD_DECISION_FACTS, [ids]);
    return new Map(rows.map((row) => [row.id, toRecipient(row)]));
  }
}

function toRecipient(row: FactsRow): KnownRecipient {
  const erasedOrKnown = row.erased ? 'erased' : 'known';
  return {
    facts: {
      recipient: row.known ? erasedOrKnown : 'unknown',
      contactPoints: row.contact_points.map((point) => ({
        id: point.id,
        channel: point.channel,
        isUsable: point.usable,
        ...(point.stop_entry === null || point.stopped_at === null
          ? {}
          : { suppression: { entry: point.stop_entry, since: new Date(point.stopped_at) } }),
      })),
      consent: row.ledger.map(toEntry).reduce(evolveConsent, NO_CONSENT),
    },
    addresses: new Map(row.contact_points.map((point) => [point.id, toContactPoint(point)])),
    attributes: row.attributes ?? {},
    locale: row.locale ?? undefined,
  };
}

function toContactPoint({ id, channel, provider, address }: ContactPointJson): ContactPoint {
  return { id, channel, address, ...(provider === null ? {} : { provider }) };
}

function toEntry(entry: EntryJson): LedgerEntry {
  return {
    id: entry.id,
    state: entry.state,
    channel: entry.channel,
    contactPoint: entry.contact_point ?? undefined,
    purpose: entry.purpose ?? undefined,
    topic: entry.topic ?? undefined,
    at: new Date(entry.at),
  };
}
