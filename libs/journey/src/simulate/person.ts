import {
  type ConsentState,
  type ContactPointFacts,
  type DecisionFacts,
  evolveConsent,
  type Law,
  type LedgerEntry,
  NO_CONSENT,
  type Suppression,
} from '@hermod/consent-policy';
import {
  contactPointId,
  type ConsentScope,
  type ContactPoint,
  type JsonObject,
  type ReceiptKind,
  Signal,
} from '@hermod/contracts';
import type { Millis } from '../engine/run.ts';
import type { ConsentOf, Scenario } from './scenario.ts';

type RecipientFields = Omit<Scenario['given']['recipient'], 'id'>;

/** The recipient of a scenario: what is known of them, where they can be reached, and what they have said. */
export class Person {
  readonly id: string;
  /** When events of a type came last. */
  readonly lastEvent: Record<string, Date>;
  /** When signals were reported last. */
  readonly lastSignal: Record<string, Date>;
  readonly #law: Law;
  #known: RecipientFields;
  #points: readonly ContactPoint[] = [];
  #consent: ConsentState = NO_CONSENT;
  readonly #suppressions = new Map<string, Suppression>();
  #entries = 0;

  constructor(
    { recipient, consents = [], lastEvents = {}, lastSignals = {} }: Scenario['given'],
    begins: Millis,
    law: Law,
  ) {
    this.#law = law;
    const { id = 'ada', ...known } = recipient;
    this.id = id;
    this.#known = {};
    this.change(known);
    this.lastEvent = toDates(lastEvents);
    this.lastSignal = toDates(lastSignals);
    for (const consent of consents) this.record(consent, begins);
  }

  /** What templates see of the recipient. */
  get locale(): string | undefined {
    return this.#known.locale;
  }

  get attributes(): JsonObject {
    return this.#known.attributes ?? {};
  }

  /** What conditions see of the recipient. */
  get view(): JsonObject {
    const { timeZone, country, region, locale } = this.#known;
    const given = Object.entries({ timeZone, country, region, locale }).filter(
      ([, value]) => value !== undefined,
    );
    return { ...this.attributes, ...Object.fromEntries(given) };
  }

  /** Attributes that are not named stay, contact points are replaced. */
  change(fields: RecipientFields): void {
    const attributes = { ...this.#known.attributes, ...fields.attributes };
    this.#known = { ...this.#known, ...fields, attributes };
    this.#points = (this.#known.contactPoints ?? []).map(({ channel, provider, address }) => ({
      id: contactPointId(this.id, channel, address),
      channel,
      address,
      ...(provider === undefined ? {} : { provider }),
    }));
  }

  /**
   * Records what the person said. A consent belongs to the first contact point of its channel or to the one that is named,
   * an unnamed withdrawal concerns each. Undefined where there is no such contact point.
   */
  record(
    said: ConsentOf,
    at: Millis,
  ): { readonly entry: LedgerEntry; readonly scope: ConsentScope } | undefined {
    const state = said.state ?? 'given';
    const family = familyOf(said.channel);
    const isUnnamedWithdrawal = state === 'withdrawn' && said.contactPoint === undefined;
    const point = isUnnamedWithdrawal ? undefined : this.#find(family, said.contactPoint);
    if (point === undefined && !isUnnamedWithdrawal) return undefined;
    const { channel, purpose, topic } = said;
    const about = {
      ...(purpose === undefined ? {} : { purpose }),
      ...(topic === undefined ? {} : { topic }),
      ...(point === undefined ? {} : { contactPoint: point.id }),
    };
    const entry: LedgerEntry = { id: this.#nextEntry(), state, channel, ...about, at: new Date(at) };
    this.#consent = evolveConsent(this.#consent, entry);
    return { entry, scope: { channels: [channel], ...about } };
  }

  /** STOP or START from a number. Undefined where the person has no such number. */
  heed(meaning: 'opt-out' | 'opt-in', from: string | undefined, at: Millis): ContactPoint | undefined {
    const point = this.#find('sms', from);
    if (point === undefined) return undefined;
    if (meaning === 'opt-in') this.#suppressions.delete(point.address);
    else this.#suppressions.set(point.address, { entry: this.#nextEntry(), since: new Date(at) });
    return point;
  }

  noteEvent(type: string, at: Millis): void {
    this.lastEvent[type] = later(this.lastEvent[type], at);
  }

  noteSignal(receipt: ReceiptKind | Signal, at: Millis): void {
    const signal = Signal.safeParse(receipt);
    if (signal.success) this.lastSignal[signal.data] = later(this.lastSignal[signal.data], at);
  }

  /** What decisions rest on. */
  facts(isWithdrawn: boolean): DecisionFacts {
    const contactPoints: ContactPointFacts[] = this.#points.map(({ id, channel, address }) => {
      const suppression = this.#suppressions.get(address);
      return {
        id,
        channel,
        isUsable: true,
        ...(suppression === undefined ? {} : { suppression }),
        ...(channel === 'sms' ? { place: this.#law.placeOfNumber(address) } : {}),
      };
    });
    return {
      recipient: 'known',
      isWithdrawn,
      contactPoints,
      consent: this.#consent,
      home: this.#law.homeOf(this.#known),
      rules: this.#law.rules,
      // What the organisation and the recipient want beyond the law is no part of a scenario.
      quietHours: [],
      caps: [],
      counted: [],
    };
  }

  #find(channel: ContactPoint['channel'], address: string | undefined): ContactPoint | undefined {
    return this.#points.find(
      (point) => point.channel === channel && (address === undefined || point.address === address),
    );
  }

  #nextEntry(): string {
    this.#entries += 1;
    return `entry-${this.#entries}`;
  }
}

/** The contact point that serves a channel. */
function familyOf(channel: ConsentOf['channel']): ContactPoint['channel'] {
  return channel === 'mms' || channel === 'rcs' ? 'sms' : channel;
}

function toDates(times: Readonly<Record<string, string | undefined>>): Record<string, Date> {
  const dates = noTimes();
  for (const [name, at] of Object.entries(times)) if (at !== undefined) dates[name] = new Date(at);
  return dates;
}

/** Without a prototype: event types are what upstream calls them, also `constructor`. */
const noTimes = (): Record<string, Date> => Object.create(null) as Record<string, Date>;

const later = (known: Date | undefined, at: Millis): Date => new Date(Math.max(known?.getTime() ?? 0, at));
