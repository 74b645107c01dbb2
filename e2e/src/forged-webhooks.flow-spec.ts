import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request as openRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import {
  diceOf,
  forge,
  TWILIO_SIGNATURE,
  TWILIO_WRONG_KEYS,
  twilioWebhooks,
  type WireRequest,
} from '@hermod/infra';
import { callbackUrl, signCallback } from '@hermod/providers';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrived, enter, eventFor, fire, fresh, must, publish, runsOf, system } from './support/hermod.ts';

const FORGERIES = 400;
const AT_ONCE = 8;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

beforeAll(() => setFaults({ rates: { noReceipt: 1 } }));
afterAll(async () => {
  agent.destroy();
  await setFaults({});
});

async function setFaults(plan: object): Promise<void> {
  const answer = await fetch(`${system.simulatorUrl}/faults/twilio`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(plan),
    signal: AbortSignal.timeout(10_000),
  });
  expect(answer.status).toBe(200);
}

/** Sends a request exactly as it is. @returns the status of the answer. */
async function send({ method, path, headers, body }: WireRequest): Promise<number> {
  const { hostname, port } = new URL(system.gatewayUrl);
  const request = openRequest({
    agent,
    hostname,
    port,
    method,
    path,
    headers: [['Host', `${hostname}:${port}`], ['Content-Length', `${body.length}`], ...headers].flat(),
    signal: AbortSignal.timeout(15_000),
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}

/** The callback path that a provider is given for a text of this run. */
function callbackPathOf(recipient: string, messageId: string, runId: string): string {
  const secret = readFileSync(join(system.logsDir, '..', 'secret'), 'utf8').trim();
  const claims = {
    recipient,
    messageId,
    attemptId: randomUUID(),
    runId,
    lane: 'plain',
    channel: 'sms',
  } as const;
  return callbackUrl('', 'twilio', signCallback(claims, secret));
}

interface MessageStory {
  readonly receipts: readonly { readonly kind: string }[];
}

describe('webhooks that nobody signed as they are', () => {
  it('change nothing at the door of a running system, and what was signed still counts afterwards', async () => {
    const name = fresh('forged');
    await publish(name, {
      purpose: 'transactional',
      topic: 'order-updates',
      start: { on: `com.shop.${name}` },
      steps: [{ id: 'tell', send: [{ sms: `${name}-sms` }] }],
    });
    const kim = await enter();
    await fire(eventFor(kim, `com.shop.${name}`));
    await arrived(kim, 'sms');
    const [run] = await runsOf(kim);
    const message = run!.timeline.find((line) => line.message !== undefined)!.message!;
    const story = async () => (await must('GET', `/v1/messages/${message}`)) as unknown as MessageStory;

    const callbackPath = callbackPathOf(kim.id, message, run!.id);
    const genuine = twilioWebhooks(system.gatewayUrl, callbackPath, kim.number);
    const signed = new Set(genuine.map(({ canonical, request }) => canonical(request)));
    const dice = diceOf(5, 'forgeries at the door');
    const others = genuine.map(({ request }) => request);
    const known = {
      header: TWILIO_SIGNATURE,
      keys: TWILIO_WRONG_KEYS,
      others,
      publicUrl: system.gatewayUrl,
    };
    const forgeries = Array.from({ length: FORGERIES }, (_, n) => {
      const { request, canonical } = genuine[n % genuine.length]!;
      return { ...forge(request, dice, known), canonical };
    }).filter(({ request, canonical }) => !signed.has(canonical(request)));
    expect(forgeries.length).toBeGreaterThan(FORGERIES / 2);

    for (let from = 0; from < forgeries.length; from += AT_ONCE) {
      const few = forgeries.slice(from, from + AT_ONCE);
      const statuses = await Promise.all(few.map(({ request }) => send(request)));
      for (const [index, status] of statuses.entries()) {
        expect(status, few[index]!.steps.join(', ')).toBeGreaterThanOrEqual(400);
        expect(status, few[index]!.steps.join(', ')).toBeLessThan(500);
      }
    }
    expect((await story()).receipts).toEqual([]);
    const { consents } = (await must('GET', `/v1/recipients/${kim.id}/consents`)) as {
      consents: { state: string }[];
    };
    expect(consents.map(({ state }) => state)).toEqual(['given']);

    expect(await send(genuine[0]!.request)).toBe(200);
    await eventually(async () =>
      expect((await story()).receipts.map(({ kind }) => kind)).toEqual(['delivered']),
    );
  });
});
