import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '../src/create-simulator.ts';
import type { LedgerLine } from '../src/ledger/ledger.ts';
import type { PhoneMessage } from '../src/phones/phone.ts';
import { openWebhookSink, type WebhookSink } from './webhook-sink.ts';

/** A simulator, and a gateway that only listens. */
export interface Stage {
  readonly simulator: Simulator;
  readonly gateway: WebhookSink;
  /** The ledger as it stands in the file right now. */
  ledgerFile(): Promise<LedgerLine[]>;
  messages(number: string): Promise<PhoneMessage[]>;
  faults(protocol: string, plan: object): Promise<void>;
  /** What Twilio does about keywords from a phone. */
  keywords(number: string, handling: string): Promise<void>;
  /** POST with JSON, whatever the answer. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  sendPush(message: object): Promise<Response>;
  sendSms(form: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export const ACCOUNT_SID = `AC${'1'.repeat(32)}`;
export const AUTH_TOKEN = 'a-token-of-the-account';
const BASIC = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`;

export async function openStage(): Promise<Stage> {
  const gateway = await openWebhookSink();
  const dataFolder = await mkdtemp(join(tmpdir(), 'hermod-simulator-'));
  const simulator = await createSimulator({ port: 0, publicUrl: gateway.url, dataFolder, hasLog: false });
  const at = (path: string) => `${simulator.url}${path}`;
  const post: Stage['post'] = (path, body = {}, headers = {}) =>
    fetch(at(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  const put = async (path: string, body: object): Promise<void> => {
    const answer = await fetch(at(path), { method: 'PUT', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  return {
    simulator,
    gateway,
    post,
    ledgerFile: async () => parseLines(await readFile(join(dataFolder, 'ledger.jsonl'), 'utf8')),
    messages: async (number) => {
      const answer = await fetch(at(`/phones/${number}/messages`));
      return ((await answer.json()) as { messages: PhoneMessage[] }).messages;
    },
    faults: (protocol, plan) => put(`/faults/${protocol}`, plan),
    keywords: (number, handling) => put(`/phones/${number}/keywords`, { handling }),
    sendPush: (message) =>
      post('/v1/projects/demo/messages:send', { message }, { authorization: 'Bearer anything' }),
    sendSms: (form) =>
      fetch(at(`/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`), {
        method: 'POST',
        headers: { authorization: BASIC },
        body: new URLSearchParams(form),
        signal: AbortSignal.timeout(10_000),
      }),
    close: async () => {
      await simulator.close();
      await gateway.close();
      await rm(dataFolder, { recursive: true });
    },
  };
}

export function parseLines(text: string): LedgerLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerLine);
}
