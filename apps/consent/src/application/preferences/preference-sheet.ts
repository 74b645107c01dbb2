import { createHash } from 'node:crypto';
import type { PolicyInput } from '@hermod/api';
import type { LocalHours } from '@hermod/calendar';
import type { DecisionFacts } from '@hermod/consent-policy';
import { judgeConsent } from '@hermod/consent-policy';
import { type ContactPoint, type Purpose, PURPOSES } from '@hermod/contracts';
import type { KnownRecipient } from '../../storage/decision-facts.ts';
import type { PolicyVersion } from '../../storage/policies.ts';
import { contactPointChannel } from '../consents/contact-point-channel.ts';

/** What the preference page tells apart: the number of the texts serves MMS and RCS as well. */
export const PAGE_CHANNELS = ['push', 'sms', 'email'] as const satisfies readonly ContactPoint['channel'][];
export type PageChannel = (typeof PAGE_CHANNELS)[number];

type Topic = PolicyInput['topics'][number];

/** One box of the page: a topic on a channel. */
export interface Choice {
  /** `sms:marketing:offers`; nothing after the last colon means every topic. Stays the same as long as the topic does. */
  readonly key: string;
  readonly channel: PageChannel;
  readonly purpose: Purpose;
  readonly topic: string | undefined;
  /** What holds now. `pending`: waits for the confirmation of a double opt-in. */
  readonly state: 'on' | 'off' | 'pending';
  /** False where its contact point gets nothing after a STOP: no consent can be given for it here. */
  readonly isOffered: boolean;
}

/** A topic with its boxes; without a name it is everything of its purpose. */
export interface OfferedTopic {
  readonly topic: string | undefined;
  readonly purpose: Purpose;
  readonly title: Topic['title'] | undefined;
  readonly description: Topic['description'];
  readonly choices: readonly Choice[];
}

/** A channel by which the recipient can be reached, and where messages on it go. */
export interface Reach {
  readonly channel: PageChannel;
  /** Every usable token of push, the first usable contact point of the others. */
  readonly points: readonly ContactPoint[];
  readonly isStopped: boolean;
}

/** All that the preference page shows of a recipient. */
export interface PreferenceSheet {
  readonly locale: string | undefined;
  readonly organisation: PolicyInput['organisation'];
  readonly reaches: readonly Reach[];
  readonly topics: readonly OfferedTopic[];
  readonly quietHours: LocalHours | undefined;
  /** The policy's version: titles of topics are its words. */
  readonly policyVersion: number;
  /** Changes with the words of the page and with where messages go: consent is given to what was shown. */
  readonly stand: string;
}

type Facts = KnownRecipient['facts'];

/** Builds the sheet from what decisions would look at. Pure. */
export function preferenceSheet(
  recipient: Pick<KnownRecipient, 'facts' | 'addresses' | 'locale'>,
  { policy, version }: Pick<PolicyVersion, 'policy' | 'version'>,
  quietHours: LocalHours | undefined,
  now: Date,
): PreferenceSheet {
  const { facts, addresses, locale } = recipient;
  const reaches = PAGE_CHANNELS.flatMap((channel) => reachOf(channel, facts, addresses));
  const topics = topicsOf(facts, policy.topics)
    .map((topic) => withChoices(topic, reaches, facts, now))
    .filter(({ choices }) => choices.length > 0);
  const places = reaches.map(({ channel, points, isStopped }) => [
    channel,
    points.map(({ id }) => id),
    isStopped,
  ]);
  return {
    locale,
    organisation: policy.organisation,
    reaches,
    topics,
    quietHours,
    policyVersion: version,
    stand: createHash('sha256')
      .update(JSON.stringify([version, places]))
      .digest('base64url')
      .slice(0, 16),
  };
}

/** Every box of a sheet. */
export function choicesOf({ topics }: Pick<PreferenceSheet, 'topics'>): readonly Choice[] {
  return topics.flatMap(({ choices }) => choices);
}

function reachOf(channel: PageChannel, facts: Facts, addresses: KnownRecipient['addresses']): Reach[] {
  const usable = facts.contactPoints.filter((point) => point.channel === channel && point.isUsable);
  const used = channel === 'push' ? usable : usable.slice(0, 1);
  const points = used.flatMap(({ id }) => addresses.get(id) ?? []);
  if (points.length === 0) return [];
  return [{ channel, points, isStopped: used.every(({ suppression }) => suppression !== undefined) }];
}

type Wanted = Omit<OfferedTopic, 'choices'> & { readonly channels: ReadonlySet<PageChannel> };

/** Those of the policy in its order, then those that the ledger knows besides, by name. */
function topicsOf(facts: Facts, named: readonly Topic[]): Wanted[] {
  const inLedger = Map.groupBy(facts.consent.values(), ({ purpose, topic }) => idOf(purpose, topic));
  const channelsIn = (id: string): PageChannel[] =>
    (inLedger.get(id) ?? []).map(({ channel }) => contactPointChannel(channel));
  const ofPolicy = named.map(({ topic, purpose, title, description, channels }) => ({
    topic,
    purpose,
    title,
    description,
    channels: new Set<PageChannel>([...(channels ?? PAGE_CHANNELS), ...channelsIn(idOf(purpose, topic))]),
  }));
  const known = new Set(ofPolicy.map(({ purpose, topic }) => idOf(purpose, topic)));
  const besides = [...inLedger].flatMap(([id, [entry]]): Wanted[] => {
    const { purpose, topic } = entry!;
    if (known.has(id) || purpose === undefined) return [];
    const title = named.find((one) => one.topic === topic)?.title;
    return [{ topic, purpose, title, description: undefined, channels: new Set(channelsIn(id)) }];
  });
  return [...ofPolicy, ...besides.toSorted(byName)];
}

/** What is about every topic comes last: it reaches over those above it. */
function byName(a: Wanted, b: Wanted): number {
  const byPurpose = PURPOSES.indexOf(b.purpose) - PURPOSES.indexOf(a.purpose);
  if (byPurpose !== 0) return byPurpose;
  if (a.topic === undefined || b.topic === undefined)
    return a.topic === b.topic ? 0 : a.topic === undefined ? 1 : -1;
  return a.topic < b.topic ? -1 : 1;
}

function idOf(purpose: Purpose | undefined, topic: string | undefined): string {
  return `${purpose ?? ''}:${topic ?? ''}`;
}

function withChoices(
  { channels, ...topic }: Wanted,
  reaches: readonly Reach[],
  facts: Facts,
  now: Date,
): OfferedTopic {
  const choices = reaches
    .filter(({ channel }) => channels.has(channel))
    .map((reach) => choiceOf(topic, reach, facts, now))
    // A consent to every topic may be ended here, and is not asked for.
    .filter((choice) => choice.topic !== undefined || choice.state === 'on');
  return { ...topic, choices };
}

function choiceOf(
  { topic, purpose }: Pick<OfferedTopic, 'topic' | 'purpose'>,
  { channel, points, isStopped }: Reach,
  facts: Facts,
  now: Date,
): Choice {
  const asked: DecisionFacts = { ...facts, isWithdrawn: false, counted: [] };
  const verdicts = facts.contactPoints
    .filter(({ id }) => points.some((point) => point.id === id))
    .map((point) => judgeConsent({ channel, purpose, topic }, asked, point, now));
  const isPending = verdicts.some(({ rule }) => rule === 'double-opt-in-pending');
  const state = verdicts.some(({ isGiven }) => isGiven) ? 'on' : isPending ? 'pending' : 'off';
  return { key: `${channel}:${idOf(purpose, topic)}`, channel, purpose, topic, state, isOffered: !isStopped };
}
