import type { Law } from '@hermod/consent-policy';
import { contactPointId } from '@hermod/contracts';
import type { ContactPoint, JsonObject } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { CONFIG, hashAddress, type ServiceConfig } from '@hermod/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { LAW } from '../../law.ts';
import { type RecipientRecord, Recipients, type StoredPlace } from '../../storage/recipients.ts';
import { publishRecipient } from './publish-recipient.ts';
import { type RecipientView, stateOf } from './recipient-view.ts';

/** A recipient as upstream hands it in; addresses are normalised already. */
export interface RecipientToStore {
  readonly id: string;
  readonly attributes: JsonObject;
  readonly timeZone?: string | undefined;
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly locale?: string | undefined;
  readonly contactPoints: readonly {
    readonly channel: ContactPoint['channel'];
    readonly provider?: string | undefined;
    readonly address: string;
    /** The time zone that a device is set to. */
    readonly timeZone?: string | undefined;
  }[];
}

export interface StoredRecipient {
  readonly isNew: boolean;
  readonly recipient: RecipientView;
}

/** Replaces recipients and tells the other services. */
@Injectable()
export class StoreRecipients {
  readonly #recipients: Recipients;
  readonly #law: Law;
  readonly #secret: string;

  constructor(
    @Inject(Recipients) recipients: Recipients,
    @Inject(LAW) law: Law,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#recipients = recipients;
    this.#law = law;
    this.#secret = config.secret;
  }

  /**
   * Stores in order: of several for the same recipient the last one stays, and all get it as their answer.
   * A repeat changes nothing but is told again, so that whoever waits for Kafka waits for the state it sent.
   */
  async execute(wanted: readonly RecipientToStore[], unit: UnitOfWork): Promise<StoredRecipient[]> {
    const last = new Map(wanted.map((recipient) => [recipient.id, this.#toRecord(recipient)]));
    const versions = await this.#recipients.store(unit.sql, [...last.values()], unit.now);
    const stored = new Map<string, StoredRecipient>();
    for (const [id, record] of last) {
      const { version, isNew, troubles } = versions.get(id)!;
      const at = unit.now.toISOString();
      const contactPoints = record.contactPoints.map(toContactPoint);
      const state = { ...record, contactPoints };
      const shown = record.contactPoints.map(({ timeZone, ...point }) => ({
        ...toContactPoint(point),
        ...(timeZone === undefined ? {} : { timeZone }),
        ...stateOf(point.channel, troubles.get(point.id)),
      }));
      stored.set(id, { isNew, recipient: { ...state, contactPoints: shown, changedAt: at } });
      publishRecipient({ ...withoutId(state), recipient: id, erased: false, at }, version, unit);
    }
    return wanted.map(({ id }) => stored.get(id)!);
  }

  #toRecord({
    id,
    attributes,
    timeZone,
    country,
    region,
    locale,
    contactPoints,
  }: RecipientToStore): RecipientRecord {
    return {
      id,
      attributes,
      timeZone,
      country,
      region,
      locale,
      contactPoints: contactPoints.map(({ channel, provider, address, timeZone: deviceZone }) => ({
        id: contactPointId(id, channel, address),
        channel,
        address,
        ...(provider === undefined ? {} : { provider }),
        addressHash: hashAddress(address, this.#secret),
        ...(deviceZone === undefined ? {} : { timeZone: deviceZone }),
        ...(channel === 'sms' ? this.#placeOf(address) : {}),
      })),
    };
  }

  /** Worked out once, where a number is stored; decisions are made far more often. */
  #placeOf(address: string): StoredPlace {
    const { country, timeZones, isAnywhere } = this.#law.placeOfNumber(address);
    return { numberCountry: country, numberZones: timeZones, numberAnywhere: isAnywhere };
  }
}

function toContactPoint({ id, channel, provider, address }: ContactPoint): ContactPoint {
  return { id, channel, address, ...(provider === undefined ? {} : { provider }) };
}

function withoutId<T extends { readonly id: string }>({ id: _id, ...rest }: T): Omit<T, 'id'> {
  return rest;
}
