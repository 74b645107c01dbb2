import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { MessageDecided } from '@hermod/contracts';
import { type RunningService, startService } from '@hermod/service-host';
import { eventually } from '@hermod/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DELIVERY } from '../src/delivery.module.ts';
import { decision, permitted, someone } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const MAIN = join(import.meta.dirname, '../dist/main.js');

let provider: ScriptedProvider;
beforeEach(async () => {
  provider = await openScriptedProvider();
});
afterEach(() => provider.close());

const addressOf = (fact: MessageDecided): string => fact.permission!.contactPoints[0]!.address;
const callsOf = (fact: MessageDecided): number => provider.callsTo(addressOf(fact)).length;

it('two instances send each message once', async () => {
  const world = await openWorld({
    providers: accountsAt(provider.url, { windowSize: 10 }),
    instances: [{}, {}],
  });
  provider.latencyMs = 5;
  const facts = Array.from({ length: 300 }, (_, n) =>
    permitted(someone(), n % 3 === 0 ? { purpose: 'critical' } : n % 3 === 1 ? { tokensOf: ['look'] } : {}),
  );
  await world.tell(...facts.map(decision));
  const outcomes = await Promise.all(facts.map(({ messageId }) => world.outcome(messageId)));
  expect(outcomes.every(({ outcome, attempts }) => outcome === 'accepted' && attempts === 1)).toBe(true);
  expect(facts.map(callsOf)).toEqual(facts.map(() => 1));
  const leases = await world.query('SELECT DISTINCT lease FROM attempt');
  expect(leases).toHaveLength(2);
  await world.close();
});

describe('an instance in a process of its own', () => {
  let world: World;
  let child: ChildProcess;
  let successor: RunningService | undefined;
  beforeEach(async () => {
    // This instance answers over HTTP and leaves the plain lane to the other one.
    world = await openWorld({
      providers: accountsAt(provider.url, { timeoutMs: 30_000 }),
      instances: [{ HERMOD_LANES: 'urgent' }],
    });
    const env = { ...process.env, ...world.env };
    child = spawn(process.execPath, [MAIN], { env, stdio: 'ignore' });
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await successor?.close();
    await world.close();
  });

  async function untilCalled(facts: readonly MessageDecided[]): Promise<void> {
    await world.tell(...facts.map(decision));
    await eventually(() => expect(facts.map(callsOf)).toEqual(facts.map(() => 1)), { timeoutMs: 20_000 });
  }
  const startSuccessor = async (): Promise<void> => {
    successor = await startService(DELIVERY, world.env);
  };

  it('that is killed during its calls leaves them unknown, and each is settled by its class', async () => {
    const held = provider.hold();
    const [sms, idem, look, fcm] = [
      permitted(someone()),
      ...['idem', 'look', 'fcm'].map((id) => permitted(someone(), { tokensOf: [id] })),
    ] as [MessageDecided, MessageDecided, MessageDecided, MessageDecided];
    await untilCalled([sms, idem, look, fcm]);
    child.kill('SIGKILL');
    held.release();
    const [{ reference }] = [provider.callsTo(addressOf(look))[0]!.body as { reference: string }];
    provider.play(reference, { status: 200, body: { messages: [{ id: 'found' }] } });
    await startSuccessor();
    expect(await world.outcome(sms.messageId)).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringMatching(/^INSTANCE_LOST/),
    });
    for (const fact of [idem, look, fcm])
      expect(await world.outcome(fact.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    expect([sms, idem, look, fcm].map(callsOf)).toEqual([1, 2, 1, 2]);
    const keys = provider.callsTo(addressOf(idem)).map(({ body }) => body['key']);
    expect(new Set(keys).size).toBe(1);
  });

  it('that stood still and comes back late tells what its call brought, and starts none', async () => {
    const held = provider.hold();
    const [sms, after] = [permitted(someone()), permitted(someone())];
    await untilCalled([sms]);
    child.kill('SIGSTOP');
    await startSuccessor();
    expect(await world.outcome(sms.messageId)).toMatchObject({ outcome: 'unknown' });
    held.release();
    child.kill('SIGCONT');
    const facts = await world.outcomes(sms.messageId, 2);
    expect(facts[1]).toMatchObject({ outcome: 'accepted', attempts: 1 });
    await world.tell(decision(after));
    expect(await world.outcome(after.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    expect([sms, after].map(callsOf)).toEqual([1, 1]);
  });

  it('that is asked to end waits for its calls and writes down how they ended', async () => {
    const held = provider.hold();
    const sms = permitted(someone());
    await untilCalled([sms]);
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    held.release();
    expect(await exited).toBe(0);
    expect(await world.outcome(sms.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
    expect(await world.query(`SELECT 1 FROM attempt WHERE state = 'started'`)).toEqual([]);
  });
});
