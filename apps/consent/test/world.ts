import { randomUUID } from 'node:crypto';
import {
  deriveId,
  encodeHeaders,
  FLOW,
  type FactName,
  type FactOf,
  kafkaTopic,
  type Lane,
  type MessageDecided,
  type MessageRequested,
} from '@hermod/contracts';
import { freshPrincipal, PRINCIPAL_HEADER } from '@hermod/http';
import { type RunningService, startService } from '@hermod/service-host';
import {
  openStage,
  produce,
  type RecordToProduce,
  type Stage,
  tapTopic,
  type TopicTap,
} from '@hermod/testing';
import { CONSENT } from '../src/consent.module.ts';

/** Consent on a stage, with a tap on what it publishes, and the other services played by the test. */
export interface World {
  readonly stage: Stage;
  readonly services: readonly RunningService[];
  readonly published: TopicTap;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Stores a recipient with push token, number and mail address, and returns the number. */
  person(id: string): Promise<string>;
  consent(id: string, more?: object): Promise<Answer>;
  /** Publishes a fact as another service would. */
  tell(...facts: readonly RecordToProduce[]): Promise<void>;
  decided(messageId: string, request?: number): Promise<MessageDecided>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const OUT = [FLOW.messageDecided, FLOW.consentChanged].flatMap((entry) => [
  kafkaTopic(entry, 'plain'),
  kafkaTopic(entry, 'urgent'),
]);

export async function openWorld(instances = 1): Promise<World> {
  const stage = await openStage();
  const env = stage.env('consent');
  const services = await Promise.all(Array.from({ length: instances }, () => startService(CONSENT, env)));
  const published = await tapTopic(stage, ...OUT, FLOW.recipientChanged.topic);
  let turn = 0;
  const call: World['call'] = async (method, path, body, headers = {}) => {
    turn += 1;
    const { url } = services[turn % services.length]!;
    const principal = freshPrincipal(['*'], 'test-key', env['HERMOD_PRINCIPAL_SECRET']!);
    const response = await fetch(url + path, {
      method,
      headers: {
        [PRINCIPAL_HEADER]: principal,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  return {
    stage,
    services,
    published,
    call,
    person: async (id) => {
      const number = numberOf(id);
      await mustBe(call('PUT', `/v1/recipients/${id}`, recipientBody(number)), 201);
      return number;
    },
    consent: (id, more = {}) =>
      mustBe(call('POST', `/v1/recipients/${id}/consents`, { ...CONSENT_BODY, ...more }), 201),
    tell: (...facts) => produce(stage, ...facts),
    decided: async (messageId, request = 0) => {
      const id = deriveId('decided', messageId, request);
      const [record] = await published.until(1, ({ headers }) => headers['ce_id'] === id);
      return record!.value as MessageDecided;
    },
    close: async () => {
      await published.stop();
      await Promise.all(services.map((service) => service.close()));
      await stage.close();
    },
  };
}

async function mustBe(call: Promise<Answer>, status: number): Promise<Answer> {
  const answer = await call;
  if (answer.status !== status)
    throw new Error(`${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
  return answer;
}

export const CONSENT_BODY = {
  channel: 'sms',
  purpose: 'transactional',
  topic: 'order-updates',
  state: 'given',
  method: 'form',
  wording: 'Yes, text me about my orders',
  wordingVersion: '3',
};

export function recipientBody(number: string): object {
  const digits = number.slice(1);
  return {
    attributes: { firstName: 'Ada' },
    timeZone: 'Europe/Stockholm',
    country: 'SE',
    contactPoints: [
      { channel: 'push', provider: 'fcm', address: `sim-${digits}` },
      { channel: 'sms', address: number },
      { channel: 'email', address: `${digits}@sim.test` },
    ],
  };
}

/** A number of its own for each recipient of a test. */
export function numberOf(id: string): string {
  const digits = parseInt(deriveId(id).slice(0, 6), 16) % 10_000_000;
  return `+4670${String(digits).padStart(7, '0')}`;
}

/** A record of a fact as the service that publishes it would write it. */
export function record<N extends FactName>(
  name: N,
  key: string,
  fact: FactOf<N>,
  about: { id?: string; lane?: Lane } = {},
): RecordToProduce {
  const entry = FLOW[name];
  const headers = encodeHeaders(entry, fact as object, {
    id: about.id ?? randomUUID(),
    source: `hermod/${entry.publishers[0]}`,
    recipient: key,
    time: new Date(),
    revision: 1,
  });
  return { topic: kafkaTopic(entry, about.lane ?? 'plain'), key, value: JSON.stringify(fact), headers };
}

export function requestFor(
  recipient: string,
  intent: Partial<MessageRequested['intent']> = {},
  request = 0,
): MessageRequested {
  return {
    messageId: randomUUID(),
    request,
    recipient,
    intent: {
      runId: randomUUID(),
      journey: 'order-shipped',
      version: 1,
      step: 'tell',
      visit: 1,
      rung: 0,
      channel: 'sms',
      purpose: 'transactional',
      topic: 'order-updates',
      template: 'shipped-sms',
      context: { event: { data: { orderId: 'O-1' } } },
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      handOverWithinMs: 60_000,
      ...intent,
    },
  };
}
