import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { MessageDecided } from '@hermod/contracts';
import { type RunningService, startService } from '@hermod/service-host';
import { eventually } from '@hermod/testing';
import { describe, expect, it } from 'vitest';
import { DELIVERY } from '../src/delivery.module.ts';
import { decision, permitted, someone } from './facts.ts';
import { accountsAt, openScriptedProvider, type ScriptedProvider } from './scripted-provider.ts';
import { openWorld, type World } from './world.ts';

const MAIN = join(import.meta.dirname, '../dist/main.js');

const addressOf = (fact: MessageDecided): string => fact.permission!.contactPoints[0]!.address;

/** What a test plays with, each of them its own. */
interface Scene {
  readonly provider: ScriptedProvider;
  readonly world: World;
  callsOf(fact: MessageDecided): number;
}

async function onScene(
  instances: readonly Record<string, string>[],
  limits: object,
  play: (scene: Scene) => Promise<void>,
): Promise<void> {
  const provider = await openScriptedProvider();
  const world = await openWorld({ providers: accountsAt(provider.url, limits), instances });
  try {
    await play({ provider, world, callsOf: (fact) => provider.callsTo(addressOf(fact)).length });
  } finally {
    await world.close();
    await provider.close();
  }
}

interface ChildScene extends Scene {
  readonly child: ChildProcess;
  /** Publishes messages and waits until each is being handed over. */
  untilCalled(facts: readonly MessageDecided[]): Promise<void>;
  startSuccessor(): Promise<void>;
}

/** An instance in a process of its own has the plain lane; the one of this process answers over HTTP. */
function withChild(play: (scene: ChildScene) => Promise<void>): Promise<void> {
  return onScene([{ HERMOD_LANES: 'urgent' }], { timeoutMs: 30_000 }, async (scene) => {
    const { world, callsOf } = scene;
    const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...world.env }, stdio: 'ignore' });
    let successor: RunningService | undefined;
    try {
      await play({
        ...scene,
        child,
        untilCalled: async (facts) => {
          await world.tell(...facts.map(decision));
          await eventually(() => expect(facts.map(callsOf)).toEqual(facts.map(() => 1)), {
            timeoutMs: 30_000,
          });
        },
        startSuccessor: async () => {
          successor = await startService(DELIVERY, world.env);
        },
      });
    } finally {
      child.kill('SIGKILL');
      await successor?.close();
    }
  });
}

it('two instances send each message once', () =>
  onScene([{}, {}], { windowSize: 10 }, async ({ provider, world, callsOf }) => {
    provider.latencyMs = 5;
    const facts = Array.from({ length: 300 }, (_, n) =>
      permitted(someone(), n % 3 === 0 ? { purpose: 'critical' } : n % 3 === 1 ? { tokensOf: ['look'] } : {}),
    );
    await world.tell(...facts.map(decision));
    const outcomes = await Promise.all(facts.map(({ messageId }) => world.outcome(messageId)));
    expect(outcomes.every(({ outcome, attempts }) => outcome === 'accepted' && attempts === 1)).toBe(true);
    expect(facts.map(callsOf)).toEqual(facts.map(() => 1));
    expect(await world.query('SELECT DISTINCT lease FROM attempt')).toHaveLength(2);
  }));

it('an instance that finds its lease lost goes on under a new one, and renews the old one never again', () =>
  onScene([{}], {}, async ({ world }) => {
    const leases = (): Promise<{ id: string; live: boolean }[]> =>
      world.query('SELECT id, expires_at > clock_timestamp() AS live FROM lease ORDER BY expires_at');
    const [first] = await leases();
    await world.query(`UPDATE lease SET expires_at = clock_timestamp() - interval '1 second'`);
    const [lost, taken] = await eventually(async () => {
      const rows = await leases();
      expect(rows.filter(({ live }) => live)).toHaveLength(1);
      return rows;
    });
    expect(lost).toEqual({ id: first?.id, live: false });
    const sms = permitted(someone());
    await world.tell(decision(sms));
    expect(await world.outcome(sms.messageId)).toMatchObject({ outcome: 'accepted' });
    expect(await world.query('SELECT lease FROM attempt')).toEqual([{ lease: taken?.id }]);
  }));

describe.concurrent('an instance', () => {
  it('that is killed during its calls leaves them unknown, and each is settled by its class', () =>
    withChild(async ({ provider, world, child, callsOf, untilCalled, startSuccessor }) => {
      const held = provider.hold();
      const sms = permitted(someone());
      const [idem, look, fcm] = ['idem', 'look', 'fcm'].map((id) =>
        permitted(someone(), { tokensOf: [id] }),
      ) as [MessageDecided, MessageDecided, MessageDecided];
      await untilCalled([sms, idem, look, fcm]);
      child.kill('SIGKILL');
      held.release();
      const { reference } = provider.callsTo(addressOf(look))[0]!.body;
      provider.play(String(reference), { status: 200, body: { messages: [{ id: 'found' }] } });
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
    }));

  it('that stood still and comes back late tells what its call brought', () =>
    withChild(async ({ provider, world, child, callsOf, untilCalled, startSuccessor }) => {
      const held = provider.hold();
      const sms = permitted(someone());
      await untilCalled([sms]);
      child.kill('SIGSTOP');
      await startSuccessor();
      expect(await world.outcome(sms.messageId)).toMatchObject({ outcome: 'unknown' });
      held.release();
      child.kill('SIGCONT');
      const facts = await world.outcomes(sms.messageId, 2);
      expect(facts[1]).toMatchObject({ outcome: 'accepted', attempts: 1 });
      expect(callsOf(sms)).toBe(1);
    }));

  it('that is asked to end waits for its calls and writes down how they ended', () =>
    withChild(async ({ provider, world, child, untilCalled }) => {
      const held = provider.hold();
      const sms = permitted(someone());
      await untilCalled([sms]);
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      held.release();
      expect(await exited).toBe(0);
      expect(await world.outcome(sms.messageId)).toMatchObject({ outcome: 'accepted', attempts: 1 });
      expect(await world.query(`SELECT 1 FROM attempt WHERE state = 'started'`)).toEqual([]);
    }));
});
