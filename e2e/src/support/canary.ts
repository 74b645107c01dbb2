import { randomBytes, randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaTopics } from '@hermod/contracts';
import { kafkaOf, tapTopic } from '@hermod/testing';
import { system } from './hermod.ts';

/** Values that stand for what is private about a person, and that occur nowhere by chance. */
export interface Canaries {
  /** Of a phone number, without the plus. */
  readonly digits: string;
  readonly number: string;
  readonly email: string;
  readonly name: string;
  /** In the person's attributes. */
  readonly attribute: string;
  /** In the data of events, and so in the texts of messages. */
  readonly order: string;
  /** In what the person was shown when they agreed. */
  readonly wording: string;
  /** In what the person writes back. */
  readonly reply: string;
  /** A key that opens nothing. */
  readonly key: string;
}

/** Canaries that nobody has seen yet. */
export function freshCanaries(): Canaries {
  const word = (what: string): string => `canary${what}${randomBytes(8).toString('hex')}`;
  const digits = `4679${randomInt(1_000_000, 9_999_999)}`;
  return {
    digits,
    number: `+${digits}`,
    email: `${word('mail')}@sim.test`,
    name: word('name'),
    attribute: word('attribute'),
    order: word('order'),
    wording: word('wording'),
    reply: word('reply'),
    key: word('key'),
  };
}

/** A text that leaves the services for people who operate them, and where it stands. */
export interface Trace {
  readonly where: string;
  readonly text: string;
}

/** Every line that the services, the simulator, the broker and the database have logged. */
export function logTraces(): Trace[] {
  return readdirSync(system.logsDir)
    .filter((file) => file.endsWith('.log'))
    .flatMap((file) => {
      const lines = readFileSync(join(system.logsDir, file), 'utf8').split('\n');
      return lines.map((text, index) => ({ where: `${file}:${index + 1}`, text }));
    });
}

/** Every export of spans, word for word. */
export async function spanTraces(): Promise<Trace[]> {
  const response = await fetch(`${system.backstageUrl}/exports`, { signal: AbortSignal.timeout(20_000) });
  const exports = (await response.json()) as string[];
  return exports.map((text, index) => ({ where: `export ${index} of spans`, text }));
}

/** Keys and headers of everything on Kafka, dead letters included. Values are facts: they hold what has to travel. */
export async function recordTraces(): Promise<Trace[]> {
  const topics = kafkaTopics(1).map(({ topic }) => topic);
  const kafka = { brokers: system.brokers, prefix: '' };
  const count = await countRecords(kafka, topics);
  const tap = await tapTopic(kafka, ...topics);
  try {
    await tap.until(count, () => true, { timeoutMs: 60_000 });
    return tap.records.map(({ topic, partition, offset, key, headers }) => ({
      where: `${topic}/${partition}/${offset}`,
      text: JSON.stringify({ key, headers }),
    }));
  } finally {
    await tap.stop();
  }
}

async function countRecords(
  kafka: Parameters<typeof kafkaOf>[0],
  topics: readonly string[],
): Promise<number> {
  const admin = kafkaOf(kafka).admin();
  await admin.connect();
  try {
    const offsets = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
    return offsets.flat().reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  } finally {
    await admin.disconnect();
  }
}

/** Every line of the metrics. */
export async function metricTraces(): Promise<Trace[]> {
  const response = await fetch(`${system.gatewayUrl}/metrics`, { signal: AbortSignal.timeout(10_000) });
  const lines = (await response.text()).split('\n');
  return lines.map((text, index) => ({ where: `/metrics:${index + 1}`, text }));
}

/** Where canaries were found: which one, where, and what stands around it. */
export function canariesIn(traces: readonly Trace[], canaries: Canaries): string[] {
  return traces.flatMap(({ where, text }) =>
    Object.entries(canaries)
      .filter(([, value]: [string, string]) => text.includes(value))
      .map(([which, value]: [string, string]) => {
        const at = text.indexOf(value);
        return `${which} in ${where}: …${text.slice(Math.max(0, at - 120), at + value.length + 40)}…`;
      }),
  );
}
