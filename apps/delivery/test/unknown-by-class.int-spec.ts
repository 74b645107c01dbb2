import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { MessageDecided } from '@hermod/contracts';
import { type RunningService, startService } from '@hermod/service-host';
import { eventually } from '@hermod/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DELIVERY } from '../src/delivery.module.ts';
import { decision, numberOf, permitted, someone, type Wanted } from './facts.ts';
import { accountsAt } from './scripted-provider.ts';
import { type SimulatorProcess, startSimulator } from './simulator-process.ts';
import { openWorld, type World } from './world.ts';

const MAIN = join(import.meta.dirname, '../dist/main.js');
const TIMEOUT_MS = 1_000;
/** Calls are open for so long that the kill comes first. */
const OPEN_FOR_MS = 3_000;

/** What the design's table says of each class (section 6). */
interface Promised {
  readonly protocol: 'fcm' | 'twilio' | 'sim';
  readonly wanted: Wanted;
  readonly outcome: 'accepted' | 'unknown';
  /** How often the provider accepts it; a repeat that it knows as one is no second time. Any number when absent. */
  readonly acceptances?: number;
  readonly onThePhone: number;
}
const CLASSES: Readonly<Record<string, Promised>> = {
  idempotent: {
    protocol: 'sim',
    wanted: { tokensOf: ['idem'] },
    outcome: 'accepted',
    acceptances: 1,
    onThePhone: 1,
  },
  'look-up': {
    protocol: 'sim',
    wanted: { tokensOf: ['look'] },
    outcome: 'accepted',
    acceptances: 1,
    onThePhone: 1,
  },
  repeatable: {
    protocol: 'fcm',
    wanted: { tokensOf: ['fcm'] },
    outcome: 'accepted',
    onThePhone: 1,
  },
  'at most once': { protocol: 'twilio', wanted: {}, outcome: 'unknown', acceptances: 1, onThePhone: 1 },
  'at most once, critical': {
    protocol: 'twilio',
    wanted: { purpose: 'critical' },
    outcome: 'accepted',
    acceptances: 2,
    onThePhone: 2,
  },
};
const FAULTS = {
  'answers 500 after accepting': { seed: 1, indexDelayMs: 100, rates: { errorAfterAccept: 1 } },
  'resets the connection after accepting': { seed: 1, indexDelayMs: 100, rates: { resetAfterAccept: 1 } },
  'accepts and answers too late': { seed: 1, indexDelayMs: 100, latencyMs: TIMEOUT_MS + 500 },
};

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterEach(() => Promise.all((['fcm', 'twilio', 'sim'] as const).map((name) => simulator.faults(name, {}))));
afterAll(() => simulator.close());

const addressOf = (fact: MessageDecided): string => fact.permission!.contactPoints[0]!.address;
const phoneOf = (fact: MessageDecided): ReturnType<SimulatorProcess['messagesOf']> =>
  simulator.messagesOf(numberOf(fact.recipient));

/** Sends a message, lets the fault strike its first call only, and returns it. */
async function sendUnder(
  world: World,
  { protocol, wanted }: Promised,
  fault: object,
): Promise<MessageDecided> {
  await simulator.faults(protocol, fault);
  const fact = permitted(someone(), wanted);
  await world.tell(decision(fact));
  await eventually(async () => expect(await phoneOf(fact)).not.toEqual([]), { timeoutMs: 20_000 });
  await simulator.faults(protocol, {});
  return fact;
}

/** The ledger gets its line when the call ends. */
async function expectAccepted(fact: MessageDecided, times: number): Promise<void> {
  await eventually(async () => {
    const lines = await simulator.ledgerOf(addressOf(fact));
    expect(lines.filter(({ acceptedAt }) => acceptedAt !== null)).toHaveLength(times);
  });
}

/** What became of it, at the provider and on the phone. */
async function expectPromised(world: World, fact: MessageDecided, promised: Promised): Promise<void> {
  expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: promised.outcome });
  if (promised.acceptances !== undefined) await expectAccepted(fact, promised.acceptances);
  expect(await phoneOf(fact)).toHaveLength(promised.onThePhone);
  expect(await world.query('SELECT 1 FROM send_queue WHERE message_id = $1', [fact.messageId])).toEqual([]);
  const attempts = await world.query<{ id: string; resends: string | null }>(
    `SELECT id, resends FROM attempt WHERE message_id = $1 AND state <> 'uncalled' ORDER BY n`,
    [fact.messageId],
  );
  const links = attempts.map(({ resends }) => resends);
  expect(links).toEqual(fact.purpose === 'critical' ? [null, attempts[0]!.id] : [null]);
}

describe('a provider that', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ providers: accountsAt(simulator.url, { timeoutMs: TIMEOUT_MS }) });
  });
  afterAll(() => world.close());

  const cases = Object.keys(FAULTS).flatMap((fault) =>
    Object.keys(CLASSES).map((name) => [fault, name] as const),
  );
  it.each(cases)('%s is dealt with by its class: %s', async (fault, name) => {
    const promised = CLASSES[name]!;
    const fact = await sendUnder(world, promised, FAULTS[fault as keyof typeof FAULTS]);
    await expectPromised(world, fact, promised);
  });
});

describe('a process that is killed while its call is open', () => {
  let world: World;
  let successor: RunningService | undefined;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    world = await openWorld({ providers: accountsAt(simulator.url, { timeoutMs: 20_000 }) });
    await world.services[0]!.close();
    child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...world.env }, stdio: 'ignore' });
  });
  afterAll(async () => {
    child?.kill('SIGKILL');
    await successor?.close();
    await world.close();
  });

  it('leaves each message to its class', async () => {
    const facts = Object.values(CLASSES).map(({ wanted }) => permitted(someone(), wanted));
    for (const name of ['fcm', 'twilio', 'sim'] as const)
      await simulator.faults(name, { latencyMs: OPEN_FOR_MS, indexDelayMs: 100 });
    await world.tell(...facts.map(decision));
    for (const fact of facts)
      await eventually(async () => expect(await phoneOf(fact)).toHaveLength(1), { timeoutMs: 20_000 });
    const killedAt = Date.now();
    child!.kill('SIGKILL');
    for (const name of ['fcm', 'twilio', 'sim'] as const) await simulator.faults(name, {});
    successor = await startService(DELIVERY, world.env);
    for (const [n, promised] of Object.values(CLASSES).entries())
      await expectPromised(world, facts[n]!, promised);
    // A rung's time counts from the call, and so does the life of a key: not from when the loss was noticed.
    const lost = await world.query<{ calledAt: Date }>(
      'SELECT called_at AS "calledAt" FROM attempt WHERE n = 0 AND message_id = ANY($1)',
      [facts.map(({ messageId }) => messageId)],
    );
    expect(lost).toHaveLength(facts.length);
    for (const { calledAt } of lost) expect(calledAt.getTime()).toBeLessThan(killedAt);
  });
});
