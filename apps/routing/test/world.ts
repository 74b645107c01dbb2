import {
  deriveId,
  FLOW,
  kafkaTopic,
  LANES,
  type JourneyProgressed,
  type MessageRequested,
  type MessageWithdrawn,
  runId,
} from '@hermod/contracts';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { type RunningService, startService } from '@hermod/service-host';
import {
  eventually,
  openStage,
  produce,
  type RecordToProduce,
  type Stage,
  tapTopic,
  type TappedRecord,
  type TopicTap,
} from '@hermod/testing';
import pg from 'pg';
import { vi } from 'vitest';
import { ROUTING } from '../src/routing.module.ts';
import { openDelivery, type DeliveryStandIn } from './delivery-stand-in.ts';
import { sourceOf } from './facts.ts';

/** What an HTTP call to routing brought. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: Headers;
}

/** A run as `GET /v1/runs/{id}` tells it. */
export interface Story {
  readonly id: string;
  readonly version: number;
  readonly status: 'running' | 'ended';
  readonly outcome?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly timeline: readonly {
    readonly at: string;
    readonly what: string;
    readonly step?: string;
    readonly message?: string;
    readonly why: { readonly rule: string; readonly values: Record<string, unknown> };
  }[];
}

/** Routing on a stage, with a tap on what it publishes; upstream and the other services are played by the test. */
export interface World {
  readonly stage: Stage;
  readonly services: readonly RunningService[];
  readonly delivery: DeliveryStandIn;
  /** Publishes events and facts as others would. */
  tell(...facts: readonly RecordToProduce[]): Promise<void>;
  /** Calls the instances in turn; `at` names one. */
  call(method: string, path: string, body?: unknown, about?: CallOptions): Promise<Answer>;
  /** Saves a journey's draft and publishes it, at one instance. */
  publish(journey: { readonly journey: string }, at?: number): Promise<number>;
  /** Waits until as many messages as wanted were asked for of a recipient, and returns all. */
  requests(recipient: string, count?: number): Promise<MessageRequested[]>;
  /** What was asked for up to now. */
  requested(recipient: string): MessageRequested[];
  /** Waits until a message was taken back. */
  withdrawal(messageId: string): Promise<MessageWithdrawn>;
  withdrawn(recipient: string): MessageWithdrawn[];
  progress(run: string): JourneyProgressed[];
  /** Waits until a run has ended, and returns its story. */
  ended(run: string): Promise<Story>;
  story(run: string): Promise<Story>;
  /** The records on one Kafka topic. */
  recordsOn(topic: string): TappedRecord[];
  /** Runs a statement under routing's role. */
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly at?: number;
  readonly type?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const OUT = [FLOW.messageRequested, FLOW.messageWithdrawn].flatMap((entry) =>
  LANES.map((lane) => kafkaTopic(entry, lane)),
);

export async function openWorld(
  about: { instances?: number; partitions?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<World> {
  const { instances = 1, partitions = 3 } = about;
  vi.stubEnv('LOG_LEVEL', 'fatal');
  const stage = await openStage({ partitions });
  const delivery = await openDelivery();
  const env: Record<string, string> = {
    ...stage.env('routing'),
    HERMOD_URL_DELIVERY: delivery.url,
    ...about.env,
  };
  const services = await Promise.all(Array.from({ length: instances }, () => startService(ROUTING, env)));
  const tap = await tapTopic(stage, ...OUT, FLOW.journeyProgressed.topic);
  const call = caller(services, env['HERMOD_PRINCIPAL_SECRET']!);
  const story = async (run: string): Promise<Story> => {
    const answer = await call('GET', `/v1/runs/${run}`);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
    return answer.body as unknown as Story;
  };
  return {
    stage,
    services,
    delivery,
    tell: (...facts) => produce(stage, ...facts),
    call,
    publish: (journey, at = 0) => publish(call, journey, at),
    ...published(tap),
    story,
    ended: (run) =>
      eventually(
        async () => {
          const told = await story(run);
          if (told.status !== 'ended') throw new Error(`the run stands at ${told.timeline.at(-1)?.what}`);
          return told;
        },
        { timeoutMs: 20_000 },
      ),
    query: (text, values) => query(stage.databaseUrls.routing, text, values),
    close: async () => {
      await tap.stop();
      await Promise.all(services.map((service) => service.close()));
      await delivery.close();
      await stage.close();
    },
  };
}

type Published = Pick<
  World,
  'requests' | 'requested' | 'withdrawal' | 'withdrawn' | 'progress' | 'recordsOn'
>;

/** Looks at what routing published. */
function published(tap: TopicTap): Published {
  const on = (topic: string): TappedRecord[] =>
    tap.records.filter((record) => record.topic.startsWith(topic));
  const valuesOn = <T>(topic: string, recipient: string): T[] =>
    on(topic).flatMap(({ key, value }) => (key === recipient ? [value as T] : []));
  const requested = (recipient: string): MessageRequested[] =>
    valuesOn(FLOW.messageRequested.topic, recipient);
  const isAbout =
    (topic: string, recipient: string) =>
    (record: TappedRecord): boolean =>
      record.topic.startsWith(topic) && record.key === recipient;
  return {
    requested,
    requests: async (recipient, count = 1) => {
      await tap.until(count, isAbout(FLOW.messageRequested.topic, recipient), { timeoutMs: 20_000 });
      return requested(recipient);
    },
    withdrawn: (recipient) => valuesOn(FLOW.messageWithdrawn.topic, recipient),
    withdrawal: async (messageId) => {
      const id = deriveId('withdrawn', messageId);
      const [record] = await tap.until(1, ({ headers }) => headers['ce_id'] === id, { timeoutMs: 20_000 });
      return record!.value as MessageWithdrawn;
    },
    progress: (run) =>
      on(FLOW.journeyProgressed.topic)
        .map(({ value }) => value as JourneyProgressed)
        .filter((fact) => fact.runId === run),
    recordsOn: (topic) => tap.records.filter((record) => record.topic === topic),
  };
}

async function publish(call: World['call'], journey: { journey: string }, at: number): Promise<number> {
  const draft = await call('PUT', `/v1/journeys/${journey.journey}`, journey, { at });
  if (draft.status > 201) throw new Error(`${draft.status}: ${draft.text}`);
  const answer = await call('POST', `/v1/journeys/${journey.journey}/publish`, undefined, { at });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body['version'] as number;
}

function caller(services: readonly RunningService[], secret: string): World['call'] {
  let turn = 0;
  return async (method, path, body, about = {}) => {
    const { at, type = 'application/json', accept = 'application/json', headers = {} } = about;
    turn += 1;
    const service = services[at ?? turn % services.length]!;
    const response = await fetch(service.url + path, {
      method,
      headers: {
        [PRINCIPAL_HEADER]: freshPrincipal(['*'], 'test', secret),
        accept,
        ...headers,
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body: bodyOf(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const parsed = isJson ? (JSON.parse(text) as Answer['body']) : {};
    return { status: response.status, body: parsed, text, headers: response.headers };
  };
}

/** Texts and bytes are sent as they are, anything else as JSON. */
function bodyOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

async function query<R extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** The run that an event starts for its recipient. */
export function runOf(journey: string, eventId: string, recipient: string): string {
  return runId(journey, sourceOf(recipient), eventId, recipient);
}
