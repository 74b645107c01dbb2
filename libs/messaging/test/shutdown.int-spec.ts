import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LANES } from '@hermod/contracts';
import { eventually, kafkaOf, produce } from '@hermod/testing';
import type { Admin } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupOf, topicsOf } from '../src/messaging.ts';
import { gate, type Handled, noteAs, openRig, type Rig } from './rig.ts';
import { event, many } from './samples.ts';
import { openWatch, startLoad, type Watch } from './steady-load.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await openRig({ partitions: 6 });
});
afterEach(() => rig.close());

/** Every partition of both lanes' domain events. */
const allPlaces = (): string[] =>
  LANES.flatMap((lane) => many(6, (n) => `hermod.domain-events${lane === 'urgent' ? '.urgent' : ''}/${n}`));

const spread = (name: string, count: number) => many(count, (n) => event(`${name}${n % 60}`, n));

/** Where the group stands, by topic and partition; partitions without a commit are left out. */
async function committed(): Promise<Map<string, number>> {
  return withAdmin(async (admin) => {
    const { prefix } = rig.stage;
    const topics = topicsOf('routing', 'plain').map((topic) => prefix + topic);
    const offsets = await admin.fetchOffsets({ groupId: prefix + groupOf('routing', 'plain'), topics });
    return new Map(
      offsets.flatMap(({ topic, partitions }) =>
        partitions
          .filter(({ offset }) => Number(offset) >= 0)
          .map(({ partition, offset }) => [`${topic.slice(prefix.length)}/${partition}`, Number(offset)]),
      ),
    );
  });
}

/** Where the plain domain events end, by topic and partition. */
async function plainEnds(): Promise<Map<string, number>> {
  return withAdmin(async (admin) => {
    const offsets = await admin.fetchTopicOffsets(`${rig.stage.prefix}hermod.domain-events`);
    return new Map(offsets.map(({ partition, high }) => [`hermod.domain-events/${partition}`, Number(high)]));
  });
}

/** How many members the plain group has, once it is not between two generations. */
async function membersOfPlain(): Promise<number> {
  return withAdmin(async (admin) => {
    const { groups } = await admin.describeGroups([rig.stage.prefix + groupOf('routing', 'plain')]);
    return groups[0]!.state === 'Stable' ? groups[0]!.members.length : 0;
  });
}

async function withAdmin<T>(ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaOf(rig.stage).admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
}

/** The offset behind the last one handled, by topic and partition. */
function endOf(rows: readonly Handled[]): Map<string, number> {
  const ends = new Map<string, number>();
  for (const { topic, partition, offset } of rows) {
    const place = `${topic}/${partition}`;
    ends.set(place, Math.max(ends.get(place) ?? 0, offset + 1));
  }
  return ends;
}

function expectEachOnce(watch: Watch, count: number): void {
  expect(watch.seen).toHaveLength(count);
  expect(new Set(watch.seen.map(({ fact }) => fact)).size).toBe(count);
}

async function openWatched(watch: Watch, name: string) {
  return rig.open({ name, handler: watch.handlerOf(name) });
}

describe('an instance that stops', () => {
  it('finishes the unit in hand, commits exactly what it handled, and begins no other', async () => {
    const [entered, held] = [gate(), gate()];
    const leaving = await rig.open({
      name: 'leaving',
      handler: async (facts, unit) => {
        entered.open();
        await held.passed;
        await noteAs('leaving')(facts, unit);
      },
    });
    await produce(rig.stage, ...spread('first', 120));
    await entered.passed;
    await produce(rig.stage, ...spread('second', 600));
    const closed = leaving.close();
    held.open();
    await closed;
    const atClose = await rig.handled();
    expect(atClose.length).toBeGreaterThan(0);
    expect(atClose.length).toBeLessThan(720);
    expect(await committed()).toEqual(endOf(atClose));
    await rig.open({ name: 'staying' });
    const all = await rig.untilHandled(720);
    expect(new Set(all.map(({ fact }) => fact)).size).toBe(720);
    expect(all.filter(({ instance }) => instance === 'leaving')).toHaveLength(atClose.length);
  });

  it('leaves its groups, so that the other reads its partitions on long before its session ends', async () => {
    const watch = openWatch();
    const [leaving] = [await openWatched(watch, 'leaving'), await openWatched(watch, 'staying')];
    const load = await startLoad(rig);
    await eventually(() => expect(watch.placesOf('leaving').size).toBe(6));
    const askedAt = performance.now();
    await leaving.close();
    expect(performance.now() - askedAt).toBeLessThan(1_500);
    await eventually(() =>
      expect([...watch.placesOf('staying', askedAt)].sort()).toEqual(allPlaces().sort()),
    );
    expect(performance.now() - askedAt).toBeLessThan(2_000);
    const count = await load.stop();
    await eventually(() => expect(watch.seen.length).toBeGreaterThanOrEqual(count));
    expectEachOnce(watch, count);
  });
});

describe('instances that are restarted one after the other under load', () => {
  it('handle everything once, and no partition pauses for more than two seconds', async () => {
    const watch = openWatch();
    const instances = [await openWatched(watch, 'a1'), await openWatched(watch, 'b1')];
    const load = await startLoad(rig);
    await eventually(() => expect(watch.placesOf('b1').size).toBeGreaterThan(0));
    const since = performance.now();
    for (const [index, name] of ['a2', 'b2', 'a3', 'b3'].entries()) {
      await instances[index % 2]!.close();
      instances[index % 2] = await openWatched(watch, name);
      await eventually(() => expect(watch.placesOf(name).size).toBeGreaterThan(0));
    }
    const longest = watch.longestPauseMs(since);
    const count = await load.stop();
    await eventually(() => expect(watch.seen.length).toBeGreaterThanOrEqual(count));
    expectEachOnce(watch, count);
    expect(longest).toBeLessThan(2_000);
  });
});

describe('an instance that is killed or stands still', () => {
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    child = spawn(
      process.execPath,
      ['--conditions=@hermod/source', fileURLToPath(new URL('./instance-process.ts', import.meta.url))],
      {
        env: { PATH: process.env['PATH'], ...rig.stage.env('routing') },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(child.stdout!, 'data');
  });
  afterEach(() => {
    if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  });

  const untilBothRead = (watch: Watch): Promise<void> =>
    eventually(async () => {
      expect((await rig.handled()).length).toBeGreaterThan(0);
      expect(watch.seen.length).toBeGreaterThan(0);
    });
  const untilSurvivorReadsAll = (watch: Watch, since: number, timeoutMs: number): Promise<void> =>
    eventually(() => expect([...watch.placesOf('survivor', since)].sort()).toEqual(allPlaces().sort()), {
      timeoutMs,
    });
  const handledFacts = async (watch: Watch): Promise<string[]> => [
    ...(await rig.handled()).map(({ fact }) => fact),
    ...watch.seen.map(({ fact }) => fact),
  ];

  it('has its partitions read on by the other within eight seconds', async () => {
    const watch = openWatch();
    await openWatched(watch, 'survivor');
    const load = await startLoad(rig);
    await untilBothRead(watch);
    const killedAt = performance.now();
    child!.kill('SIGKILL');
    await untilSurvivorReadsAll(watch, killedAt, 8_000);
    const count = await load.stop();
    await eventually(async () => expect((await handledFacts(watch)).length).toBeGreaterThanOrEqual(count));
    const facts = await handledFacts(watch);
    expect(new Set(facts).size).toBe(count);
    expect(facts).toHaveLength(count);
  });

  it('does not set the group back when it wakes and joins again', async () => {
    const watch = openWatch();
    await openWatched(watch, 'survivor');
    const load = await startLoad(rig);
    await untilBothRead(watch);
    const stoppedAt = performance.now();
    child!.kill('SIGSTOP');
    await untilSurvivorReadsAll(watch, stoppedAt, 12_000);
    await load.stop();
    await eventually(async () => expect(await committed()).toEqual(await plainEnds()));
    child!.kill('SIGCONT');
    await eventually(async () => expect(await membersOfPlain()).toBe(2), { timeoutMs: 20_000 });
    // Its next commit holds whatever it takes for its positions: what it has now to commit is only in half of them.
    await produce(
      rig.stage,
      ...many(3, (partition) => event(rig.recipientOn(partition, 'awake'), partition)),
    );
    const recent = many(3, (partition) => `hermod.domain-events/${partition}`);
    await eventually(async () => {
      const [stands, ends] = [await committed(), await plainEnds()];
      for (const place of recent) expect(stands.get(place)).toBe(ends.get(place));
    });
    expect(await committed()).toEqual(await plainEnds());
  });
});
