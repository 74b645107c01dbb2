import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FLOW, kafkaTopic, LANES, type MessageAttempted } from '@hermod/contracts';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { type RunningService, startService } from '@hermod/service-host';
import { openStage, produce, type RecordToProduce, type Stage, tapTopic } from '@hermod/testing';
import pg from 'pg';
import { vi } from 'vitest';
import { DELIVERY } from '../src/delivery.module.ts';

/** What an HTTP call to delivery brought. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Delivery on a stage, with a tap on how hand-overs end; routing, consent and receipts are played by the test. */
export interface World {
  readonly stage: Stage;
  readonly services: readonly RunningService[];
  /** The environment of a further instance. */
  readonly env: Readonly<Record<string, string>>;
  /** Publishes facts as other services would. */
  tell(...facts: readonly RecordToProduce[]): Promise<void>;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Waits until as many facts 5 about a message are there as wanted, and returns all. */
  outcomes(messageId: string, count?: number): Promise<MessageAttempted[]>;
  /** Waits for the first fact 5 about a message. */
  outcome(messageId: string): Promise<MessageAttempted>;
  /** The facts 5 that are there now. */
  told(messageId: string): MessageAttempted[];
  /** The message as delivery tells it over HTTP, with its attempts (but for those that were never called). */
  story(messageId: string): Promise<Story>;
  /** Runs a statement under delivery's role. */
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

export interface Story {
  readonly status: string;
  readonly reason: string | null;
  readonly lane: string;
  readonly attempts: readonly {
    readonly id: string;
    readonly state: string;
    readonly provider: string;
    readonly n: number;
    readonly resends: string | null;
    readonly reason: string | null;
    readonly contactPoint: string;
    readonly sender: string | null;
  }[];
}

export interface WorldOptions {
  readonly providers: readonly object[];
  readonly senders?: readonly object[];
  /** The environment of each instance on top of the stage's; one instance when absent. */
  readonly instances?: readonly Readonly<Record<string, string>>[];
  readonly partitions?: number;
}

const ATTEMPTED = LANES.map((lane) => kafkaTopic(FLOW.messageAttempted, lane));
const TEMPLATES = {
  'shipped-sms': {
    channel: 'sms',
    content: { text: 'Hi {{ recipient.firstName }}, order {{ event.data.orderId }}' },
  },
  'shipped-push': {
    channel: 'push',
    content: { title: 'On its way', body: 'Order {{ event.data.orderId }}' },
  },
};

export async function openWorld({
  providers,
  senders = [],
  instances = [{}],
  partitions = 3,
}: WorldOptions): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'hermod-providers-'));
  const providersFile = join(folder, 'providers.yaml');
  writeFileSync(providersFile, JSON.stringify({ providers, senders }));
  vi.stubEnv('LOG_LEVEL', 'fatal');
  const stage = await openStage({ partitions });
  const env: Record<string, string> = { ...stage.env('delivery'), HERMOD_PROVIDERS: providersFile };
  const services = await Promise.all(instances.map((own) => startService(DELIVERY, { ...env, ...own })));
  const tap = await tapTopic(stage, ...ATTEMPTED);
  const call = caller(services, env['HERMOD_PRINCIPAL_SECRET']!);
  for (const [name, template] of Object.entries(TEMPLATES))
    await call('PUT', `/v1/templates/${name}`, template);
  const about = (messageId: string): MessageAttempted[] =>
    tap.records.map(({ value }) => value as MessageAttempted).filter((fact) => fact.messageId === messageId);
  const outcomes: World['outcomes'] = async (messageId, count = 1) => {
    await tap.until(count, ({ value }) => (value as MessageAttempted).messageId === messageId, {
      timeoutMs: 20_000,
    });
    return about(messageId);
  };
  return {
    stage,
    services,
    env,
    tell: (...facts) => produce(stage, ...facts),
    call,
    outcomes,
    outcome: async (messageId) => (await outcomes(messageId))[0]!,
    told: about,
    story: async (messageId) => {
      const story = (await call('GET', `/v1/messages/${messageId}`)).body as unknown as Story;
      return { ...story, attempts: story.attempts?.filter(({ state }) => state !== 'uncalled') };
    },
    query: (text, values) => query(stage.databaseUrls.delivery, text, values),
    close: async () => {
      await tap.stop();
      await Promise.all(services.map((service) => service.close()));
      await stage.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Calls the instances in turn, as the gateway does. */
function caller(services: readonly RunningService[], secret: string): World['call'] {
  let turn = 0;
  return async (method, path, body) => {
    turn += 1;
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await fetch(services[turn % services.length]!.url + path, {
      method,
      headers: { [PRINCIPAL_HEADER]: freshPrincipal(['*'], 'test', secret), ...json },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const answered = response.status === 204 ? {} : ((await response.json()) as Answer['body']);
    return { status: response.status, body: answered };
  };
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
