import { inTransaction, openStore, type Sql } from '@hermod/postgres';
import { type Received, UnitOfWork } from '@hermod/messaging';
import type { DomainEvent } from '@hermod/contracts';
import { createLogger } from '@hermod/telemetry';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AdvanceRuns } from '../src/application/runs/advance-runs.ts';
import { JourneyCatalog } from '../src/application/journeys/journey-catalog.ts';
import { StartRuns } from '../src/application/runs/start-runs.ts';
import { Journeys } from '../src/storage/journeys.ts';
import { escalation, names, someone } from './facts.ts';
import { startAtPush } from './runs-at-push.ts';
import { openWorld, runOf, type World } from './world.ts';

let world: World;
let dataSource: DataSource;
beforeAll(async () => {
  world = await openWorld();
  dataSource = await openStore({
    url: world.stage.databaseUrls.routing,
    store: 'routing',
    entities: [],
    migrations: [],
  });
});
afterAll(async () => {
  await dataSource.destroy();
  await world.close();
});

/** Runs a unit that several handlers share, and tells which statements it took. */
async function statementsOf(
  recipient: string,
  handlers: (unit: UnitOfWork, catalog: JourneyCatalog) => Promise<void>,
): Promise<string[]> {
  const statements: string[] = [];
  const catalog = new JourneyCatalog(new Journeys(dataSource), createLogger('test'));
  await inTransaction(dataSource, async (sql) => {
    const counted: Sql = {
      ...sql,
      query: (name, text, values) => {
        statements.push(name);
        return sql.query(name, text, values);
      },
    };
    const locked = { revisions: new Map([[recipient, 1]]), now: new Date() };
    const unit = new UnitOfWork({ service: 'routing', lane: 'plain', sql: counted, partitions: 3, locked });
    await handlers(unit, catalog);
    await unit.finish();
  });
  return statements;
}

const why = { rule: 'test', values: {} };

it('a run that facts of two kinds concern is loaded once and written once', async () => {
  const { recipient, run, push } = await startAtPush(world, { within: 'PT1H' });
  const about = { runId: run, traceparent: undefined };
  const { messageId } = push;
  const statements = await statementsOf(recipient, async (unit, catalog) => {
    const advance = new AdvanceRuns(catalog);
    const accepted = { kind: 'attempted', messageId, request: 0, outcome: 'accepted', why } as const;
    const call = { acceptedAt: unit.now.getTime(), calledAt: unit.now.getTime(), answersWithdrawal: false };
    await advance.execute([{ ...about, stimulus: { ...accepted, ...call } }], unit);
    await advance.execute(
      [{ ...about, stimulus: { kind: 'receipt', messageId, receipt: 'opened', why } }],
      unit,
    );
  });
  expect(statements.filter((name) => name === 'routing.runs')).toHaveLength(1);
  expect(statements.filter((name) => name === 'routing.update-runs')).toHaveLength(1);
  const { status, timeline } = await world.story(run);
  expect(status).toBe('ended');
  expect(timeline.map(({ what }) => what)).toEqual([
    'started',
    'requested',
    'accepted',
    'opened',
    'reached',
    'ended',
  ]);
});

it('a run that starts in a unit is moved on by the facts behind it', async () => {
  const { journey, on } = names();
  const recipient = someone();
  await world.publish(escalation({ journey, on }));
  const data: DomainEvent = {
    specversion: '1.0',
    id: 'e',
    source: `/tests/${recipient}`,
    type: on,
    data: {},
  };
  const received = { recipient, data, traceparent: undefined } as Received<DomainEvent>;
  const run = runOf(journey, 'e', recipient);
  const statements = await statementsOf(recipient, async (unit, catalog) => {
    await new StartRuns(catalog).execute([received], unit);
    const late = { kind: 'tick', upTo: Number.POSITIVE_INFINITY } as const;
    await new AdvanceRuns(catalog).execute([{ runId: run, stimulus: late, traceparent: undefined }], unit);
    const asked = unit.records.length;
    expect(asked).toBe(0);
  });
  expect(statements.filter((name) => name === 'routing.insert-runs')).toHaveLength(1);
  expect(statements).not.toContain('routing.runs');
  expect(await world.story(run)).toMatchObject({ status: 'running' });
});
