import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { callHttp } from '../../system/http-json.ts';
import type { EmbeddedPart } from '@hermod/embedded';
import type { System } from '../../system/system.ts';
import type { FaultRecord } from '../evidence.ts';
import { tryToHandIn, untilTaken } from '../load/until-taken.ts';
import type { Poisoner } from './poisoner.ts';
import type { Fault, Victim } from './schedule.ts';

/** Everything that is done to a system goes through here, and is written down. */
export interface Inflicting {
  readonly system: System;
  readonly poisoner: Poisoner;
  readonly faults: FaultRecord[];
}

const READY_WITHIN_MS = 90_000;
const HELD_AT_MOST_MS = 30_000;
const REVIVALS = 4;

/** Does one thing to the system and waits until it is over. */
export async function inflict(fault: Fault, about: Inflicting): Promise<void> {
  const from = Date.now();
  const target = await act(fault, about);
  about.faults.push({ kind: fault.kind, target, from, until: Date.now(), detail: detailOf(fault) });
}

async function act(fault: Fault, { system, poisoner }: Inflicting): Promise<string> {
  switch (fault.kind) {
    case 'kill':
      system.kill(fault.service, 'SIGKILL', fault.instance);
      await untilReady(system, fault.service, fault.instance);
      return `${fault.service}-${fault.instance}`;
    case 'pause':
      await during(
        fault.forMs,
        () => system.kill(fault.service, 'SIGSTOP', fault.instance),
        () => system.kill(fault.service, 'SIGCONT', fault.instance),
      );
      await untilReady(system, fault.service, fault.instance);
      return `${fault.service}-${fault.instance}`;
    case 'kill-broker':
      return killPart('broker', system.foundation.broker, fault.forMs);
    case 'kill-database':
      return killPart('database', system.foundation.database, fault.forMs);
    case 'pause-broker':
      return pausePart('broker', system.foundation.broker, fault.forMs);
    case 'pause-database':
      return pausePart('database', system.foundation.database, fault.forMs);
    case 'hold-opt-outs':
      return holdOptOuts(system, fault.forMs);
    case 'join-and-leave':
      return joinAndLeave(system, fault.service, fault.forMs);
    case 'provider':
      for (const protocol of fault.protocols) await putFaults(system, protocol, fault.plan);
      await wait(fault.forMs);
      for (const protocol of fault.protocols) await putFaults(system, protocol, {});
      return fault.protocols.join(' and ');
    case 'poison':
      return poisoner.poison(fault.topic, fault.how);
  }
}

async function during(ms: number, begin: () => void, end: () => void): Promise<void> {
  begin();
  try {
    await wait(ms);
  } finally {
    end();
  }
}

async function killPart(name: string, part: EmbeddedPart | undefined, forMs: number): Promise<string> {
  part?.kill('SIGKILL');
  await wait(forMs);
  await revive(part);
  return name;
}

/** A machine that is overloaded may need longer for what has to be mended after a kill than a start is given. */
async function revive(part: EmbeddedPart | undefined): Promise<void> {
  for (let left = REVIVALS - 1; ; left -= 1) {
    try {
      return await part?.revive();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

async function pausePart(name: string, part: EmbeddedPart | undefined, forMs: number): Promise<string> {
  await during(
    forMs,
    () => part?.kill('SIGSTOP'),
    () => part?.kill('SIGCONT'),
  );
  return name;
}

async function joinAndLeave(system: System, service: Victim, forMs: number): Promise<string> {
  const instance = await system.add(service);
  await wait(forMs);
  await system.remove(service, instance);
  return `${service}-${instance}`;
}

/**
 * Nobody can write an opt-out down, and everybody can read those that are there: delivery's consumers stand behind a slow
 * table while its queue goes on.
 */
async function holdOptOuts(system: System, forMs: number): Promise<string> {
  const client = new pg.Client({
    connectionString: system.databaseUrls.delivery,
    connectionTimeoutMillis: 5_000,
    query_timeout: HELD_AT_MOST_MS,
  });
  // A connection that a killed database breaks also emits; the rejected query already tells.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN');
    await client.query('LOCK TABLE opt_out IN EXCLUSIVE MODE');
    await client.query('SELECT pg_sleep($1)', [forMs / 1_000]);
    await client.query('ROLLBACK');
  } catch {
    // The database is away: what it held is let go.
  } finally {
    await client.end().catch(() => undefined);
  }
  return 'opt-outs';
}

async function putFaults(system: System, protocol: string, body: object): Promise<void> {
  const url = `${system.simulatorUrl}/faults/${protocol}`;
  // The simulator is never killed, but on a machine that is overloaded it may be long in answering.
  const isTaken = await untilTaken(
    async () => (await tryToHandIn(url, { method: 'PUT', body })) !== undefined,
  );
  if (!isTaken) throw new Error(`the simulator did not take ${JSON.stringify(body)}`);
}

/** Waits until a process answers that it is ready; one that another fault has taken down meanwhile counts as over. */
async function untilReady(system: System, service: Victim, instance: number): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  // The supervisor needs a moment to see that it died.
  await wait(300);
  while (Date.now() < deadline) {
    const process = system.processes().find((each) => each.service === service && each.instance === instance);
    if (process?.pid !== undefined && (await isReady(process.url))) return;
    await wait(200);
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await callHttp(`${url}/health/ready`, { timeoutMs: 2_000 })).status === 200;
  } catch {
    // Not listening yet: asked again.
    return false;
  }
}

function detailOf(fault: Fault): string {
  if (fault.kind === 'provider')
    return JSON.stringify({ latencyMs: fault.plan.latencyMs, ...fault.plan.rates });
  return 'forMs' in fault ? `for ${fault.forMs} ms` : '';
}
