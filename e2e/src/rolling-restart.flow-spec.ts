import { request } from 'node:http';
import { partitionOf } from '@hermod/contracts';
import { eventually } from '@hermod/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  call,
  enter,
  eventFor,
  fresh,
  killInstance,
  type Person,
  publish,
  restartInstance,
  system,
  whatWasTold,
} from './support/hermod.ts';
import { type Facts, REACTIONS, type Reacting, watchFacts } from './support/reactions.ts';

const PARTITIONS = 6;
const EACH_PARTITION = 4;
const EVERY_MS = 150;
const REACTING = Object.keys(REACTIONS) as Reacting[];

let people: Person[];
let type: string;
let facts: Facts;
beforeEach(async () => {
  const name = fresh('restarted');
  type = `com.shop.${name}`;
  await publish(name, {
    purpose: 'transactional',
    topic: 'order-updates',
    start: { on: type },
    steps: [{ id: 'tell', send: [{ sms: `${name}-sms` }] }],
  });
  people = await peopleOnEveryPartition();
  facts = await watchFacts(new Set(people.map(({ id }) => id)));
});
afterEach(() => facts.close());

/** The same number of people on every partition, the partitions in turn. */
async function peopleOnEveryPartition(): Promise<Person[]> {
  const groups: Person[][] = Array.from({ length: PARTITIONS }, () => []);
  while (groups.some((group) => group.length < EACH_PARTITION)) {
    const person = await enter();
    const group = groups[partitionOf(person.id, PARTITIONS)]!;
    if (group.length < EACH_PARTITION) group.push(person);
  }
  return Array.from({ length: EACH_PARTITION }, (_, n) => groups.map((group) => group[n]!)).flat();
}

/** An event for every partition, again and again; asked once more, as any client has to, while the door is shut. */
function startLoad(): { stop(): Promise<string[]> } {
  const orders: string[] = [];
  const accepted: Promise<void>[] = [];
  let round = 0;
  const timer = setInterval(() => {
    const from = (round % EACH_PARTITION) * PARTITIONS;
    round += 1;
    const batch = people.slice(from, from + PARTITIONS).map((person) => {
      const orderId = fresh('O');
      orders.push(orderId);
      return eventFor(person, type, { orderId });
    });
    accepted.push(untilAccepted(batch));
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(accepted);
      return orders;
    },
  };
}

async function untilAccepted(batch: object[]): Promise<void> {
  const headers = { 'content-type': 'application/cloudevents-batch+json' };
  await eventually(
    async () => expect((await call('POST', '/v1/events', JSON.stringify(batch), headers)).status).toBe(202),
    { timeoutMs: 30_000, everyMs: 100 },
  );
}

/**
 * Every run has ended, and a provider has accepted every message once; but for those that are told as unknown: their call was
 * open when its instance was killed, and such a provider is not called again.
 * @returns how many are unknown.
 */
async function expectEachOnce(orders: readonly string[]): Promise<number> {
  await eventually(
    () => {
      const ended = facts.of('journeyProgressed').filter(({ value }) => value['what'] === 'ended');
      expect(new Set(ended.map(({ value }) => value['runId'])).size).toBe(orders.length);
    },
    { timeoutMs: 60_000, everyMs: 250 },
  );
  const numbers = new Set(people.map(({ number }) => number));
  const response = await fetch(`${system.simulatorUrl}/ledger`, { signal: AbortSignal.timeout(10_000) });
  const accepted = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { acceptedAt: string | null; recipient: string; body: string })
    .filter(({ acceptedAt, recipient }) => acceptedAt !== null && numbers.has(recipient))
    .map(({ body }) => /O-[0-9a-f]{8}/.exec(body)?.[0] ?? body);
  const unknown = unknownOrders();
  const missing = orders.filter((order) => !accepted.includes(order));
  expect(missing.filter((order) => !unknown.has(order))).toEqual([]);
  expect(accepted.toSorted()).toEqual(orders.filter((order) => !missing.includes(order)).toSorted());
  return unknown.size;
}

/** Orders of messages of which delivery has told that nobody knows what became of them. */
function unknownOrders(): ReadonlySet<string> {
  const attempted = facts.of('messageAttempted').filter(({ value }) => value['outcome'] === 'unknown');
  const unknown = new Set(attempted.map(({ value }) => value['messageId']));
  const requested = facts.of('messageRequested').filter(({ value }) => unknown.has(value['messageId']));
  return new Set(requested.map(({ value }) => /O-[0-9a-f]{8}/.exec(JSON.stringify(value))?.[0] ?? 'none'));
}

/** Every service has reacted, in every partition, to something that came after `at`. */
async function untilAllReactedSince(at: number): Promise<void> {
  await eventually(
    () => {
      for (const service of REACTING)
        expect(facts.longestWaitMs(service, at).partitions.size, service).toBe(PARTITIONS);
    },
    { timeoutMs: 30_000, everyMs: 100 },
  );
}

/** Twice what is promised, since a machine that tests has more to do: what is beyond it has not moved at all. */
const STUCK_MS = 16_000;

describe('while events keep coming', () => {
  it('every service is restarted, one instance after the other: everything once, no partition waits over 2 s', async () => {
    const load = startLoad();
    await untilAllReactedSince(0);
    const since = Date.now();
    for (const service of ['routing', 'consent', 'delivery', 'receipts'])
      for (const instance of [1, 2]) await restartInstance(service, instance);
    await restartInstance('gateway', 1);
    await untilAllReactedSince(Date.now());
    const waits = Object.fromEntries(REACTING.map((one) => [one, facts.longestWaitMs(one, since).ms]));
    expect(await expectEachOnce(await load.stop())).toBe(0);
    for (const service of REACTING) expect(waits[service], service).toBeLessThan(2_000);
    expect((await whatWasTold()).filter((line) => line.includes('was asked to end'))).toEqual([]);
  });

  it('an instance of each service is killed: others soon read its partitions on', async () => {
    const load = startLoad();
    await untilAllReactedSince(0);
    const since = Date.now();
    for (const service of REACTING) await killInstance(service, 2);
    await untilAllReactedSince(since);
    const waits = Object.fromEntries(REACTING.map((one) => [one, facts.longestWaitMs(one, since).ms]));
    await expectEachOnce(await load.stop());
    for (const service of REACTING) expect(waits[service], service).toBeLessThan(STUCK_MS);
  });
});

describe('a gateway that is asked to end', () => {
  it('answers the request that is open, and refuses new ones', async () => {
    const [person] = people;
    const body = Buffer.from(JSON.stringify(eventFor(person!, type)));
    const open = openRequest(body.byteLength);
    open.write(body.subarray(0, 10));
    await open.connected;
    const restarted = restartInstance('gateway', 1);
    await eventually(() =>
      expect(call('GET', '/health/live').then(({ status }) => status)).rejects.toThrow(),
    );
    open.write(body.subarray(10));
    expect(await open.status).toBe(202);
    await restarted;
    await eventually(
      () => expect(facts.of('journeyProgressed').some(({ value }) => value['what'] === 'ended')).toBe(true),
      { timeoutMs: 30_000 },
    );
  });
});

interface OpenRequest {
  readonly connected: Promise<void>;
  readonly status: Promise<number | undefined>;
  write(part: Buffer): void;
}

/** `POST /v1/events`, of which only what is written has been sent. */
function openRequest(length: number): OpenRequest {
  const outgoing = request(`${system.gatewayUrl}/v1/events`, {
    method: 'POST',
    agent: false,
    headers: {
      authorization: `Bearer ${system.apiKey}`,
      'content-type': 'application/cloudevents+json',
      'content-length': length,
    },
  });
  const status = new Promise<number | undefined>((resolve, reject) => {
    outgoing.once('response', (response) => resolve(response.resume().statusCode));
    outgoing.once('error', reject);
  });
  const connected = new Promise<void>((resolve) =>
    outgoing.once('socket', (socket) => socket.once('connect', resolve)),
  );
  return { connected, status, write: (part) => void outgoing.write(part) };
}
