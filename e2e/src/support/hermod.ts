import { randomBytes, randomInt } from 'node:crypto';
import { eventually } from '@hermod/testing';
import { inject } from 'vitest';
import type { ExportedSpan } from './backstage.ts';

export interface TimelineLine {
  readonly at: string;
  readonly step?: string;
  readonly what: string;
  readonly why: { readonly rule: string; readonly values: Record<string, unknown> };
  readonly message?: string;
  readonly traceId?: string;
}

export interface RunStory {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly status: 'running' | 'ended';
  readonly outcome?: string;
  readonly timeline: readonly TimelineLine[];
}

export interface PhoneMessage {
  readonly id: string;
  readonly channel: string;
  readonly text: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Somebody with a phone of their own. */
export interface Person {
  readonly id: string;
  readonly number: string;
}

const STORY_MS = 30_000;

/** The system from the outside: its public API, its Kafka, and the phones. */
export const system = inject('system');

/** Calls the public API with the key (or without, or another). */
export async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isText = typeof body === 'string';
  const response = await fetch(system.gatewayUrl + path, {
    method,
    headers: {
      authorization: `Bearer ${system.apiKey}`,
      ...(body === undefined || isText ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}

/** The same, and it has to succeed. */
export async function must(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Answer['body']> {
  const answer = await call(method, path, body, headers);
  if (answer.status >= 300)
    throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A name that no other story uses. */
export const fresh = (name: string): string => `${name}-${randomBytes(4).toString('hex')}`;

/** A person with push and sms, who has agreed to texts about `topic`. */
export async function enter(topic = 'order-updates', attributes: object = {}): Promise<Person> {
  const digits = `467${randomInt(10_000_000, 99_999_999)}`;
  const person = { id: fresh('person'), number: `+${digits}` };
  await must('PUT', `/v1/recipients/${person.id}`, {
    attributes: { firstName: 'Kim', ...attributes },
    timeZone: 'Europe/Stockholm',
    country: 'SE',
    contactPoints: [
      { channel: 'push', provider: 'fcm', address: `sim-${digits}` },
      { channel: 'sms', address: person.number },
    ],
  });
  await must('POST', `/v1/recipients/${person.id}/consents`, {
    channel: 'sms',
    purpose: 'transactional',
    topic,
    state: 'given',
    method: 'form',
    wording: 'Yes, text me about my orders',
    wordingVersion: '3',
  });
  return person;
}

/** Publishes a journey with a push and an sms template of its own; `steps` may use `<name>-push` and `<name>-sms`. */
export async function publish(name: string, document: Record<string, unknown>): Promise<void> {
  const text = 'Hi {{ recipient.firstName }}, order {{ event.data.orderId }}';
  await must('PUT', `/v1/templates/${name}-push`, {
    channel: 'push',
    content: { title: 'News', body: text },
  });
  await must('PUT', `/v1/templates/${name}-sms`, { channel: 'sms', content: { text } });
  await must('PUT', `/v1/journeys/${name}`, { journey: name, ...document });
  await must('POST', `/v1/journeys/${name}/publish`);
}

/** An event about somebody, as an upstream system would send it. */
export function eventFor(person: Person, type: string, data: object = {}): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: fresh('event'),
    source: '/stories',
    type,
    subject: person.id,
    data: { orderId: fresh('O'), ...data },
  };
}

export async function fire(
  event: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<void> {
  await must('POST', '/v1/events', JSON.stringify(event), {
    'content-type': 'application/cloudevents+json',
    ...headers,
  });
}

export async function messagesOn({ number }: Person): Promise<PhoneMessage[]> {
  const response = await fetch(`${system.simulatorUrl}/phones/${number}/messages`, {
    signal: AbortSignal.timeout(10_000),
  });
  return ((await response.json()) as { messages: PhoneMessage[] }).messages;
}

/** Does something with a phone: `messages/<id>/open`, `replies`. */
export async function touch({ number }: Person, what: string, body: object = {}): Promise<void> {
  const response = await fetch(`${system.simulatorUrl}/phones/${number}/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${what} answered ${response.status}`);
}

/** Waits until the phone shows a message on a channel. */
export function arrived(person: Person, channel: string): Promise<PhoneMessage> {
  return eventually(
    async () => {
      const message = (await messagesOn(person)).find((one) => one.channel === channel);
      if (message === undefined) throw new Error(`no ${channel} on the phone yet`);
      return message;
    },
    { timeoutMs: STORY_MS },
  );
}

export async function runsOf({ id }: Person): Promise<RunStory[]> {
  const { runs } = (await must('GET', `/v1/runs?recipient=${id}`)) as unknown as { runs: { id: string }[] };
  return Promise.all(
    runs.map(async (run) => (await must('GET', `/v1/runs/${run.id}`)) as unknown as RunStory),
  );
}

/** Waits until the person's (newest) run has ended, and tells its story. */
export function ended(person: Person): Promise<RunStory> {
  return eventually(
    async () => {
      const [run] = await runsOf(person);
      if (run?.status !== 'ended')
        throw new Error(`the run has not ended: ${JSON.stringify(run?.timeline.map(({ what }) => what))}`);
      return run;
    },
    { timeoutMs: STORY_MS },
  );
}

/** What happened in a run, line by line. */
export const linesOf = (story: RunStory): string[] => story.timeline.map(({ what }) => what);

export async function exportedSpans(): Promise<ExportedSpan[]> {
  const response = await fetch(`${system.backstageUrl}/spans`, { signal: AbortSignal.timeout(10_000) });
  return (await response.json()) as ExportedSpan[];
}

export async function killInstance(service: string, instance: number): Promise<void> {
  await fetch(`${system.backstageUrl}/kill/${service}/${instance}`, {
    method: 'POST',
    signal: AbortSignal.timeout(10_000),
  });
}

/** Ends an instance in order, and returns when its next life is ready. */
export async function restartInstance(service: string, instance: number): Promise<void> {
  const response = await fetch(`${system.backstageUrl}/restart/${service}/${instance}`, {
    method: 'POST',
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`${service} ${instance} was not restarted: ${await response.text()}`);
}

/** What the supervisor has told: processes that died, or ended badly when they were asked to. */
export async function whatWasTold(): Promise<string[]> {
  const response = await fetch(`${system.backstageUrl}/told`, { signal: AbortSignal.timeout(10_000) });
  return (await response.json()) as string[];
}
