import type { PolicyInput } from '@hermod/api';
import type { LocalHours } from '@hermod/calendar';
import {
  type Basis,
  type Cap,
  type Counted,
  type DeclaredHome,
  type DecisionFacts,
  evolveConsent,
  type Law,
  type LedgerEntry,
  NO_CONSENT,
  type QuietHours,
} from '@hermod/consent-policy';
import type { Channel, ContactPoint, JsonObject, Purpose } from '@hermod/contracts';
import { inTransaction, type Sql } from '@hermod/postgres';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LAW } from '../law.ts';
import { type KeptHealth, troubleOf } from './contact-point-health.ts';
import { FIND_HOLDERS } from './contact-points.ts';
import { LONGEST_CAP_DAYS } from './counted-messages.ts';
import { type KeptPlace, placeOf } from './point-place.ts';
import { Policies } from './policies.ts';

/** What a message counts against caps, with the message, so that it doesn't count against itself. */
export interface CountedMessageOf extends Counted {
  readonly messageId: string;
}

/** A recipient as decisions and permissions need them. */
export interface KnownRecipient {
  readonly facts: Omit<DecisionFacts, 'isWithdrawn' | 'counted'>;
  readonly counted: readonly CountedMessageOf[];
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
  time_zone: string | null;
  country: string | null;
  region: string | null;
  quiet_hours: LocalHours | null;
  policy_version: number;
  counted: readonly CountedJson[];
  contact_points: readonly ContactPointJson[];
  ledger: readonly EntryJson[];
}

interface CountedJson {
  message_id: string;
  channel: Channel;
  purpose: Purpose;
  topic: string | null;
  at: string;
}

interface ContactPointJson extends KeptPlace, KeptHealth {
  id: string;
  channel: ContactPoint['channel'];
  provider: string | null;
  address: string;
  stop_entry: string | null;
  stopped_at: string | null;
  review: string | null;
  review_at: string | null;
}

interface EntryJson {
  id: string;
  state: LedgerEntry['state'];
  channel: Channel;
  contact_point: string | null;
  purpose: Purpose | null;
  topic: string | null;
  at: string;
  basis: Basis | null;
  valid_until: string | null;
  used_at: string | null;
}

/**
 * Recipient, contact points with their suppressions, and ledger in one statement: a unit of two hundred requests
 * costs one round trip. STOPs in the ledger are evidence; what they do is told by the suppression.
 */
export const LOAD_DECISION_FACTS = `
  SELECT asked.id, held.id IS NOT NULL AS known, held.erased_at IS NOT NULL AS erased, held.attributes, held.locale,
    held.time_zone, held.country, held.region, own.quiet_hours,
    coalesce((SELECT version FROM policy ORDER BY version DESC LIMIT 1), 0) AS policy_version,
    coalesce((
      SELECT json_agg(json_build_object('message_id', counted.message_id, 'channel', counted.channel,
        'purpose', counted.purpose, 'topic', counted.topic, 'at', counted.at))
      FROM counted_message AS counted
      WHERE counted.recipient_id = asked.id AND counted.at > now() - make_interval(days => ${LONGEST_CAP_DAYS})), '[]')
      AS counted,
    coalesce((
      SELECT json_agg(json_build_object(
        'id', point.id, 'channel', point.channel, 'provider', point.provider, 'address', point.address,
        'stop_entry', stop.stop_entry, 'stopped_at', stop.stopped_at,
        'device_time_zone', point.device_time_zone, 'number_country', point.number_country,
        'number_zones', point.number_zones, 'number_anywhere', point.number_anywhere,
        'dead_at', point.dead_at, 'unusable_at', point.unusable_at, 'unusable_channels', point.unusable_channels,
        'trouble_reason', point.trouble_reason, 'review', read.id, 'review_at', read.at
      ) ORDER BY point.position)
      FROM contact_point AS point
      LEFT JOIN suppression AS stop ON stop.address_hash = point.address_hash
        AND stop.stopped_at >= coalesce(stop.lifted_at, '-infinity')
      LEFT JOIN LATERAL (
        SELECT review.id, review.at FROM review
        WHERE review.address_hash = point.address_hash AND review.status = 'open'
        ORDER BY review.at LIMIT 1) AS read ON true
      WHERE point.recipient_id = asked.id), '[]') AS contact_points,
    coalesce((
      SELECT json_agg(json_build_object(
        'id', entry.id, 'state', entry.state, 'channel', entry.channel, 'contact_point', entry.contact_point_id,
        'purpose', entry.purpose, 'topic', entry.topic, 'at', entry.at,
        'basis', entry.basis, 'valid_until', entry.valid_until, 'used_at', used.used_at))
      FROM ledger AS entry
      LEFT JOIN consent_use AS used ON used.recipient_id = entry.recipient_id AND used.entry_id = entry.id
      WHERE entry.recipient_id = asked.id AND NOT entry.is_suppression AND entry.erased_at IS NULL), '[]') AS ledger
  FROM unnest($1::text[]) AS asked(id) LEFT JOIN recipient AS held ON held.id = asked.id
  LEFT JOIN preference AS own ON own.recipient_id = asked.id`;

/** What decisions rest on. Read under the recipients' locks, or for a preview without. */
@Injectable()
export class DecisionFactsStore {
  readonly #dataSource: DataSource;
  readonly #policies: Policies;
  readonly #law: Law;

  constructor(
    @Inject(DataSource) dataSource: DataSource,
    @Inject(Policies) policies: Policies,
    @Inject(LAW) law: Law,
  ) {
    this.#dataSource = dataSource;
    this.#policies = policies;
    this.#law = law;
  }

  /** For a preview: one recipient, without its lock. */
  async loadOne(recipient: string): Promise<KnownRecipient> {
    const loaded = await inTransaction(this.#dataSource, (sql) => this.load(sql, [recipient]));
    return loaded.get(recipient)!;
  }

  /** For a preview: everyone who holds an address, by recipient id, without their locks. */
  loadHolders(addressHash: string): Promise<Map<string, KnownRecipient>> {
    return inTransaction(this.#dataSource, async (sql) => {
      const [found] = await sql.query<{ holders: string[] }>('consent.holders', FIND_HOLDERS, [
        [addressHash],
      ]);
      return this.load(sql, found?.holders ?? []);
    });
  }

  /** By recipient id; everyone who is asked for is there. */
  async load(sql: Sql, recipients: Iterable<string>): Promise<Map<string, KnownRecipient>> {
    const ids = [...new Set(recipients)];
    const rows = await sql.query<FactsRow>('consent.decision-facts', LOAD_DECISION_FACTS, [ids]);
    const [first] = rows;
    if (first === undefined) return new Map();
    const { policy } = await this.#policies.atVersion(sql, first.policy_version);
    const common = { law: this.#law, caps: capsOf(policy), quietHours: quietHoursOf(policy) };
    return new Map(rows.map((row) => [row.id, toRecipient(row, common)]));
  }
}

type Common = Pick<DecisionFacts, 'caps' | 'quietHours'> & { readonly law: Law };

function toRecipient(row: FactsRow, { law, caps, quietHours }: Common): KnownRecipient {
  const erasedOrKnown = row.erased ? 'erased' : 'known';
  const own = row.quiet_hours;
  return {
    facts: {
      recipient: row.known ? erasedOrKnown : 'unknown',
      contactPoints: row.contact_points.map((point) => toPointFacts(point, law)),
      consent: row.ledger.map(toEntry).reduce(evolveConsent, NO_CONSENT),
      home: law.homeOf(declaredBy(row)),
      quietHours: own === null ? quietHours : [...quietHours, { of: 'recipient', hours: own }],
      caps,
      rules: law.rules,
    },
    counted: row.counted.map(({ message_id: messageId, channel, purpose, topic, at }) => ({
      messageId,
      channel,
      purpose,
      topic: topic ?? undefined,
      at: new Date(at),
    })),
    addresses: new Map(row.contact_points.map((point) => [point.id, toContactPoint(point)])),
    attributes: row.attributes ?? {},
    locale: row.locale ?? undefined,
  };
}

function declaredBy({ time_zone: timeZone, country, region }: FactsRow): DeclaredHome {
  return { country: country ?? undefined, region: region ?? undefined, timeZone: timeZone ?? undefined };
}

function toPointFacts(point: ContactPointJson, law: Law): KnownRecipient['facts']['contactPoints'][number] {
  const { stop_entry: stop, stopped_at: stoppedAt, review, review_at: reviewAt } = point;
  const trouble = troubleOf(point);
  return {
    id: point.id,
    channel: point.channel,
    isUsable: point.dead_at === null,
    ...(trouble === undefined ? {} : { trouble }),
    ...(stop === null || stoppedAt === null
      ? {}
      : { suppression: { entry: stop, since: new Date(stoppedAt) } }),
    ...(review === null || reviewAt === null ? {} : { review: { entry: review, since: new Date(reviewAt) } }),
    place: placeOf(point, law),
  };
}

const HOUR_MS = 3_600_000;

function capsOf({ caps }: PolicyInput): readonly Cap[] {
  return caps.map(({ withinHours, ...cap }) => ({ ...cap, withinMs: withinHours * HOUR_MS }));
}

function quietHoursOf({ quietHours }: PolicyInput): readonly QuietHours[] {
  return quietHours.map((quiet) => ({ ...quiet, of: 'organisation' }));
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
    ...(entry.basis === null ? {} : { basis: entry.basis }),
    ...(entry.valid_until === null ? {} : { validUntil: new Date(entry.valid_until) }),
    ...(entry.used_at === null ? {} : { usedAt: new Date(entry.used_at) }),
  };
}
