import { setTimeout as delay } from 'node:timers/promises';
import { type ApiClient, createClient, type OperationId } from '@hermod/api';
import { FLOW } from '@hermod/contracts';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { fireDemoEvent, JOURNEY, publishDemo, RECIPIENT } from '../demo/demo.ts';
import type { System } from '../system/system.ts';

/** By operation: the parameter of its path, and the id of something that exists. */
export type KnownThings = Partial<Record<OperationId, readonly [parameter: string, value: string]>>;

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** Lets something happen, so that there is something to be found: a run with a message, and a dead letter. */
export async function makeThings(system: System, signal: AbortSignal): Promise<KnownThings> {
  const client = createClient({ baseUrl: system.gatewayUrl, key: system.apiKey });
  await publishDemo(system);
  await fireDemoEvent(system);
  await publishWhatNobodyReads(system);
  const [run, message] = await until(() => startedRun(client), signal);
  const letter = await until(async () => (await client.call('listDeadLetters')).deadLetters[0]?.id, signal);
  await client.call('putRecipient', { params: { id: 'erased' }, body: {} });
  await client.call('eraseRecipient', { params: { id: 'erased' } });
  return {
    getRecipient: ['id', RECIPIENT],
    putRecipient: ['id', 'bo'],
    getErasure: ['id', 'erased'],
    recordConsent: ['id', RECIPIENT],
    listConsents: ['id', RECIPIENT],
    listDecisions: ['id', RECIPIENT],
    getTemplate: ['name', 'shipped-sms'],
    putTemplate: ['name', 'shipped-sms'],
    getJourney: ['id', JOURNEY],
    listJourneyVersions: ['id', JOURNEY],
    showJourneyInFlight: ['id', JOURNEY],
    listJourneyActions: ['id', JOURNEY],
    pauseJourney: ['id', JOURNEY],
    resumeJourney: ['id', JOURNEY],
    publishJourney: ['id', JOURNEY],
    simulateJourney: ['id', JOURNEY],
    exploreJourney: ['id', JOURNEY],
    getRun: ['id', run],
    getMessage: ['id', message],
    receiveWebhook: ['provider', 'twilio'],
    getDeadLetter: ['id', letter],
    replayDeadLetter: ['id', letter],
  };
}

async function startedRun(client: ApiClient): Promise<readonly [run: string, message: string] | undefined> {
  const { runs } = await client.call('listRuns', { query: { recipient: RECIPIENT } });
  const { messages } = await client.call('listMessages', { query: { recipient: RECIPIENT } });
  const [run, message] = [runs[0]?.id, messages[0]?.id];
  return run === undefined || message === undefined ? undefined : [run, message];
}

async function publishWhatNobodyReads({ brokers, prefix }: System): Promise<void> {
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    const messages = [{ key: RECIPIENT, value: 'no JSON' }];
    await producer.send({ topic: `${prefix}${FLOW.messageRequested.topic}`, messages });
  } finally {
    await producer.disconnect();
  }
}

/** Looks again and again; there is no other way to learn that a service has done its work. */
async function until<T>(look: () => Promise<T | undefined>, signal: AbortSignal): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`nothing has happened in ${PATIENCE_MS / 1000} s`);
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}
