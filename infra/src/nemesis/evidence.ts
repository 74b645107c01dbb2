/**
 * What a run of the nemesis leaves behind, gathered after everything has come to rest. The checker sees nothing
 * else, so what it says can be computed again. All instants are milliseconds of the epoch; all processes of a run
 * share one machine's clock.
 */
import type { Channel, Purpose, ReceiptKind } from '@hermod/contracts';

/** An event that Hermod took: answered with 202, or acknowledged by the broker. */
export interface AcceptedEvent {
  readonly id: string;
  readonly source: string;
  readonly recipient: string;
  /** The journey that it starts. */
  readonly journey: string;
  readonly run: string;
  readonly acceptedAt: number;
}

/** What can be promised about a provider's calls (design, section 6). */
export type ProviderClass = 'idempotent' | 'look-up' | 'repeatable' | 'at-most-once';

/** A call as the provider's own books show it. */
export interface ProviderCall {
  /** The account's id in Hermod. */
  readonly provider: string;
  readonly class: ProviderClass;
  /** Which message it carried; undefined when nothing of ours can be recognised in it. */
  readonly message: string | undefined;
  /** The address it went to. */
  readonly to: string | undefined;
  readonly receivedAt: number;
  /** When the provider took the message; undefined when it didn't, or when it took the call for a repeat. */
  readonly acceptedAt: number | undefined;
  /** Undefined when no answer went out. */
  readonly respondedAt: number | undefined;
  readonly outcome:
    'accepted' | 'repeated' | 'refused' | 'throttled' | 'error' | 'errorAfterAccept' | 'resetAfterAccept';
}

/** Something that was done to the system. */
export interface FaultRecord {
  readonly kind:
    | 'kill'
    | 'pause'
    | 'kill-broker'
    | 'kill-database'
    | 'pause-broker'
    | 'pause-database'
    | 'join-and-leave'
    | 'hold-opt-outs'
    | 'provider'
    | 'poison';
  /** Such as `delivery-2`, `fcm` or a Kafka topic. */
  readonly target: string;
  readonly from: number;
  /** When it was over: alive and ready again, going on, or cleared. */
  readonly until: number;
  readonly detail?: string;
}

/** How a race's message comes to be about to go: at once, as a later rung, after a wait or quiet hours, or from a queue. */
export type RaceKind = 'event' | 'rung' | 'wait' | 'deferral' | 'campaign';
/** Where somebody says STOP: on the simulated phone, by a text that only Hermod knows of, or over the API. */
export type StopDoor = 'phone' | 'webhook' | 'api';

/** A person's STOP that was answered with success. */
export interface AnsweredStop {
  readonly number: string;
  /** Of whom it was said; of a number that several hold it is there for each. */
  readonly recipient: string;
  readonly answeredAt: number;
  /** The only purpose that it covers, and those that live by it; every text where it is absent. */
  readonly purpose?: Purpose;
  /** When a START was said that lifts it, whether that was answered or not. */
  readonly liftedAt?: number;
  /** The race that it was said in. */
  readonly race?: { readonly id: string; readonly kind: RaceKind; readonly door: StopDoor };
}

/** An answer that was given to a question. Who gives it twice gives two. */
export interface GivenAnswer {
  /** The run that asked, and the message that it is given to. */
  readonly run: string;
  readonly message: string;
  /** The id of the reply. */
  readonly reply: string;
  /** A tapped chip and a link name their message; of a text Hermod finds out what it answers. */
  readonly way: 'chip' | 'text' | 'link';
  /** Whoever was asked; or somebody else, who has no part in it: a stranger's text, a link whose signature was altered. */
  readonly by: 'asked' | 'stranger';
  readonly givenAt: number;
  /** When Hermod had taken it for sure; undefined when it was handed over later or never, or refused. */
  readonly answeredAt: number | undefined;
}

/** That delivery has written an opt-out down, or what lifts one. */
export interface NotedOptOut {
  readonly recipient: string;
  readonly lifts: boolean;
  readonly notedAt: number;
}

/** A signal, such as an open, that was answered with success. */
export interface AnsweredSignal {
  readonly message: string;
  readonly signal: 'delivered' | 'opened' | 'clicked' | 'dismissed';
  readonly answeredAt: number;
}

/** A run as routing has it. */
export interface RunRow {
  readonly id: string;
  readonly recipient: string;
  readonly journey: string;
  readonly status: 'running' | 'ended';
  readonly outcome: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  /** The messages it asked for, in the order of their rungs. */
  readonly messages: readonly RunMessageRow[];
  readonly timeline: readonly TimelineRow[];
}

/** A line of a run's story. */
export interface TimelineRow {
  readonly at: number;
  readonly what: string;
  readonly message?: string;
  /** The step that it is about; waits are told apart by it. */
  readonly step?: string;
  /** Of an answer: the id of the reply. */
  readonly reply?: string;
}

/** A message as its run sees it. */
export interface RunMessageRow {
  readonly id: string;
  readonly step: string;
  readonly rung: number;
  readonly channel: Channel;
  readonly state: string;
  readonly signal: string | undefined;
  /** The id of the reply with which it was answered. */
  readonly reply?: string;
  readonly undelivered: boolean;
  readonly withdrawn: boolean;
}

/** A message as delivery has it. */
export interface MessageRow {
  readonly id: string;
  readonly run: string | undefined;
  readonly recipient: string;
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly status: string;
  readonly withdrawn: boolean;
}

/** An attempt as delivery has it. */
export interface AttemptRow {
  readonly id: string;
  readonly message: string;
  readonly recipient: string;
  readonly contactPoint: string;
  readonly provider: string;
  readonly n: number;
  /** The attempt whose unknown outcome this one risks to double; critical messages only. */
  readonly resends: string | undefined;
  readonly state: 'started' | 'uncalled' | 'retry' | 'unknown' | 'accepted' | 'failed';
  readonly startedAt: number;
  /** When its (first) call began. */
  readonly calledAt: number | undefined;
  readonly closedAt: number | undefined;
  /** What the provider calls it; undefined where it gave no name, or its answer never came. */
  readonly providerMessageId?: string;
}

/** Consent's answer as consent has it. */
export interface DecisionRow {
  readonly message: string;
  readonly decision: 'permitted' | 'deferred' | 'refused';
  readonly rule: string;
  /** Which request of the message it answers, counted from 0. */
  readonly request?: number;
}

/** A receipt as receipts has it. */
export interface ReceiptRow {
  readonly message: string;
  readonly kind: ReceiptKind;
  readonly at: number;
  readonly recordedAt: number;
  /** The attempt that it reports about, where the reporter knew it: each may be reported delivered. */
  readonly attempt?: string;
}

/** A fact as it stands on Kafka. */
export interface FactRecord {
  /** Logical topic, its lane included: `hermod.message-requested` or `hermod.message-requested.urgent`. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** When the broker took it. */
  readonly at: number;
  readonly key: string | undefined;
  /** CloudEvents id; undefined for what is no fact. */
  readonly id: string | undefined;
  readonly revision: number | undefined;
  /** Undefined when it is not JSON. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
}

/** A dead letter, with where its record came from. */
export interface DeadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The service that buried it (header `dead_service`): each that reads the topic buries it for itself. */
  readonly service?: string;
  /** When it was buried (header `dead_at`): the same burial comes again when an outbox repeats itself. */
  readonly buriedAt?: number;
}

/** What was still to be done when the evidence was gathered. */
export interface Remainder {
  /** Rows of delivery's queue, of routing's timers (of running runs), of outboxes, attempts that are `started`. */
  readonly queued: number;
  readonly timers: number;
  readonly outbox: number;
  readonly started: number;
  /** Records that a consumer group has not handled yet. */
  readonly unread: number;
}

/** All that a run left behind. */
export interface Evidence {
  /** Of this run of the nemesis; stands in every event's source and every recipient's id. */
  readonly nemesis: string;
  /** Of each Kafka topic. */
  readonly partitions: number;
  readonly startedAt: number;
  /** When the last fault was over. */
  readonly lastFaultAt: number;
  /** When nothing was unread, queued or open any more; undefined when that did not come in time. */
  readonly quietAt: number | undefined;
  readonly events: readonly AcceptedEvent[];
  readonly calls: readonly ProviderCall[];
  readonly faults: readonly FaultRecord[];
  readonly stops: readonly AnsweredStop[];
  readonly optOuts: readonly NotedOptOut[];
  /** Calls after an opt-out that delivery has found itself. */
  readonly audited: number;
  readonly signals: readonly AnsweredSignal[];
  readonly answers: readonly GivenAnswer[];
  readonly runs: ReadonlyMap<string, RunRow>;
  readonly messages: ReadonlyMap<string, MessageRow>;
  readonly attempts: readonly AttemptRow[];
  readonly decisions: ReadonlyMap<string, DecisionRow>;
  readonly receipts: readonly ReceiptRow[];
  /** Every fact on every Kafka topic of the flow, by topic and partition in order of offsets. */
  readonly facts: readonly FactRecord[];
  /** What went to the dead letters, with where it came from. */
  readonly dead: readonly DeadRecord[];
  /** The poison that was put on Kafka. */
  readonly poison: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
  readonly left: Remainder;
}
