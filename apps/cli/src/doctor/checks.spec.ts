import { STORES } from '@hermod/postgres';
import { describe, expect, it } from 'vitest';
import { checkClocks } from './check-clocks.ts';
import { judge } from './check-database.ts';
import { judgeHealth } from './check-gateway.ts';
import { checkInvariants } from './check-invariants.ts';
import { expectedMigrations } from './expected-migrations.ts';
import { kafkaRelease } from './kafka-release.ts';
import { wordsOf } from './finding.ts';

describe('clocks', () => {
  const reading = (at: number) => ({ at, askedAt: 10_000, answeredAt: 10_100 });

  it('are compared with the middle of asking and answering', () => {
    const [database, broker] = checkClocks({ database: reading(10_050), broker: reading(12_050) });
    expect(database).toMatchObject({ state: 'fine', values: { differenceMs: 0, uncertaintyMs: 50 } });
    expect(broker).toMatchObject({ state: 'finding', values: { differenceMs: 2_000 } });
  });

  it('are no finding where the difference may be the way there', () => {
    expect(checkClocks({ database: reading(8_999) })[0]).toMatchObject({ state: 'finding' });
    expect(checkClocks({ database: reading(9_001) })[0]).toMatchObject({ state: 'fine' });
    expect(checkClocks({ broker: undefined })[0]).toMatchObject({ state: 'unchecked' });
  });
});

describe('migrations', () => {
  const one = { timestamp: '1700000000000', name: 'One1700000000000' };
  const two = { timestamp: '1700000000001', name: 'Two1700000000001' };

  it('are fine when a schema has just what its service brings', () => {
    expect(judge('routing', [one, two], [one, two])).toMatchObject({ state: 'fine' });
  });

  it('are a finding when some are pending, or foreign', () => {
    expect(judge('routing', [one], [one, two])).toMatchObject({
      state: 'finding',
      values: { pending: [two.name] },
    });
    expect(judge('routing', [one, two], [one])).toMatchObject({
      state: 'finding',
      values: { foreign: [two.name] },
    });
  });

  it('can not be judged where the services are not installed', () => {
    expect(judge('routing', [one], undefined)).toMatchObject({ state: 'unchecked' });
  });

  it.each(STORES.map((store) => [store]))('of %s are found', (store) => {
    const found = expectedMigrations(store);
    expect(found).toEqual(found?.toSorted((a, b) => Number(a.timestamp) - Number(b.timestamp)));
    expect(found?.length).toBeGreaterThan(store === 'gateway' ? 0 : 2);
  });
});

describe('health', () => {
  it('names who is not ready, and why', () => {
    const findings = judgeHealth(
      {
        status: 'unready',
        gateway: { status: 'ready', failing: [] },
        services: {
          routing: [{ instance: '127.0.0.1:1', status: 'ready' }],
          consent: [
            { instance: '127.0.0.1:2', status: 'unready', failing: ['kafka'] },
            { instance: '127.0.0.1:3', status: 'unreachable' },
          ],
          delivery: [],
        },
      },
      'http://gateway.test',
    );
    expect(findings.map(({ state, what }) => `${state} ${what}`)).toEqual([
      'fine the gateway answers at http://gateway.test',
      'fine routing is ready, 1 instance',
      'finding consent: 127.0.0.1:2 is unready (kafka); 127.0.0.1:3 is unreachable',
      'finding delivery has no instance',
    ]);
  });
});

describe('invariants', () => {
  const sample = (name: string, value: number, labels = {}) => ({ name, value, labels });

  it('hold, are broken, or are not shown', () => {
    const findings = checkInvariants([
      sample('hermod_attempts_after_opt_out_total', 0, { service: 'delivery', instance: 'a' }),
      sample('hermod_attempts_after_opt_out_total', 1, { service: 'delivery', instance: 'b' }),
      sample('hermod_send_queue_oldest_due_seconds', 60, { service: 'delivery', lane: 'plain' }),
      sample('hermod_send_queue_oldest_due_seconds', 60, { service: 'delivery', lane: 'urgent' }),
      sample('hermod_dead_letters_waiting', 0, { service: 'routing' }),
    ]);
    expect(findings.filter(({ state }) => state === 'finding').map(({ what }) => what)).toEqual([
      'delivery (b): 1 messages went out after an opt-out, since delivery started',
      'delivery (urgent lane): a permitted message has waited 60 s to be handed over',
    ]);
    expect(findings).toContainEqual(expect.objectContaining({ state: 'fine', what: 'no dead letters wait' }));
    expect(findings).toContainEqual(expect.objectContaining({ state: 'unchecked' }));
  });
});

it.each([
  [0, 'before 3.0'],
  [7, '3.3'],
  [25, '4.0'],
  [27, '4.1'],
  [28, 'later than 4.1'],
])('level %i of the metadata is release %s', (level, release) => {
  expect(kafkaRelease(level)).toBe(release);
});

it('finds the words of an error that has none', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
  expect(wordsOf(new AggregateError([refused]))).toBe('connect ECONNREFUSED 127.0.0.1:1');
  expect(wordsOf(Object.assign(new Error(''), { code: 'ETIMEDOUT' }))).toBe('ETIMEDOUT');
  expect(wordsOf(new DOMException('The operation was aborted', 'AbortError'))).toBe('no answer in time');
});
