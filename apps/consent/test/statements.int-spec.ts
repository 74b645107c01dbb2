import { randomUUID } from 'node:crypto';
import type { MessageRequested } from '@hermod/contracts';
import { type Received, UnitOfWork } from '@hermod/messaging';
import { inTransaction, openStore, type Sql } from '@hermod/postgres';
import { startService } from '@hermod/service-host';
import { createLaw } from '@hermod/places';
import { openStage, type Stage } from '@hermod/testing';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DecideMessages } from '../src/application/decisions/decide-messages.ts';
import { CONSENT } from '../src/consent.module.ts';
import {
  APPEND_ENTRIES,
  ERASE_ENTRIES,
  LOAD_ENTRIES,
  LOAD_PLACES,
  PAGE_OF_ENTRIES,
} from '../src/storage/ledger/consent-ledger.ts';
import { FIND_ADDRESSES, FIND_HELD_POINTS, FIND_HOLDERS } from '../src/storage/contact-points.ts';
import {
  COUNT_SOFT_BOUNCES,
  MARK_TROUBLES,
  NOTE_ALIVE,
  RESTORE,
} from '../src/storage/contact-point-health.ts';
import {
  HOLD_ANSWERED_NUMBERS,
  LOAD_ANSWERED_NUMBERS,
  REMEMBER_ANSWERS,
} from '../src/storage/answered-numbers.ts';
import { LOAD_LISTENERS } from '../src/storage/listeners.ts';
import {
  ERASE_QUESTIONS,
  KEEP_QUESTIONS,
  LOAD_ASKED_POINTS,
  LOAD_PENDING,
  MARK_CONFIRMED,
} from '../src/storage/opt-in-questions.ts';
import {
  ADD_REVIEWS,
  ERASE_WORDS,
  FIND_REVIEW,
  OLDEST_REVIEW,
  OPEN_REVIEWS,
  PAGE_OF_OPEN_REVIEWS,
  PAGE_OF_SETTLED_REVIEWS,
  SETTLE_REVIEW,
} from '../src/storage/reviews.ts';
import { ConsentUses, NOTE_USES } from '../src/storage/consent-uses.ts';
import { COUNT_MESSAGES, CountedMessages, GIVE_BACK } from '../src/storage/counted-messages.ts';
import { DecisionFactsStore, LOAD_DECISION_FACTS } from '../src/storage/decision-facts.ts';
import { ERASE_CONSIDERED, PAGE_OF_DECISIONS } from '../src/storage/decision-log.ts';
import { Decisions, LOAD_MARKS, MARK_WITHDRAWN, RECORD_DECISIONS } from '../src/storage/decisions.ts';
import {
  AUDITED_ENTRIES,
  AUDITED_HEADS,
  AUDITED_LEAVES,
  NEXT_RECIPIENTS,
  PAGE_OF_DAYS,
} from '../src/storage/ledger/ledger-audit.ts';
import {
  CLOSE_DAY,
  FIND_OPEN_DAY,
  FIND_PART,
  GATHER_LEAVES,
  PAGE_OF_LEAVES,
} from '../src/storage/ledger/ledger-days.ts';
import { NEWEST_POLICY, Policies } from '../src/storage/policies.ts';
import { ERASE_PREFERENCE, LOAD_PREFERENCES, SAVE_PREFERENCE } from '../src/storage/preferences.ts';
import { PAGE_OF_STATES } from '../src/storage/recipient-snapshot.ts';
import { REPLACE_CONTACT_POINTS, STORE_RECIPIENTS } from '../src/storage/recipients.ts';
import { APPLY_OPT_OUTS, HEAR_OPT_INS } from '../src/storage/suppressions.ts';
import { requestFor } from './world.ts';

let stage: Stage;
let client: Client;
beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  const service = await startService(CONSENT, stage.env('consent'));
  await service.close();
  client = new Client({ connectionString: stage.databaseUrls.consent });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await stage.close();
});

const STATEMENTS = {
  ADD_REVIEWS,
  ERASE_QUESTIONS,
  ERASE_WORDS,
  FIND_ADDRESSES,
  FIND_HELD_POINTS,
  FIND_REVIEW,
  HOLD_ANSWERED_NUMBERS,
  KEEP_QUESTIONS,
  LOAD_ANSWERED_NUMBERS,
  LOAD_ASKED_POINTS,
  LOAD_LISTENERS,
  MARK_CONFIRMED,
  LOAD_PENDING,
  OLDEST_REVIEW,
  OPEN_REVIEWS,
  PAGE_OF_OPEN_REVIEWS,
  PAGE_OF_SETTLED_REVIEWS,
  REMEMBER_ANSWERS,
  SETTLE_REVIEW,
  APPEND_ENTRIES,
  APPLY_OPT_OUTS,
  AUDITED_ENTRIES,
  COUNT_MESSAGES,
  GIVE_BACK,
  NEWEST_POLICY,
  NOTE_USES,
  AUDITED_HEADS,
  AUDITED_LEAVES,
  CLOSE_DAY,
  ERASE_CONSIDERED,
  ERASE_ENTRIES,
  ERASE_PREFERENCE,
  FIND_HOLDERS,
  FIND_OPEN_DAY,
  FIND_PART,
  GATHER_LEAVES,
  HEAR_OPT_INS,
  LOAD_DECISION_FACTS,
  LOAD_ENTRIES,
  LOAD_MARKS,
  LOAD_PLACES,
  LOAD_PREFERENCES,
  MARK_WITHDRAWN,
  NEXT_RECIPIENTS,
  PAGE_OF_DAYS,
  PAGE_OF_DECISIONS,
  PAGE_OF_LEAVES,
  PAGE_OF_ENTRIES,
  PAGE_OF_STATES,
  RECORD_DECISIONS,
  REPLACE_CONTACT_POINTS,
  COUNT_SOFT_BOUNCES,
  MARK_TROUBLES,
  NOTE_ALIVE,
  RESTORE,
  SAVE_PREFERENCE,
  STORE_RECIPIENTS,
};

function decideMessages(dataSource: DataSource): DecideMessages {
  const facts = new DecisionFactsStore(dataSource, new Policies(dataSource), createLaw());
  return new DecideMessages(facts, new Decisions(), new CountedMessages(dataSource), new ConsentUses());
}

test('a unit of two hundred requests is decided with three statements', async () => {
  const store = { url: stage.databaseUrls.consent, store: 'consent' as const, entities: [], migrations: [] };
  const dataSource = await openStore(store);
  const statements: string[] = [];
  const requests = Array.from({ length: 200 }, (_, n) => requestFor(`somebody-${n % 50}`));
  const published = await inTransaction(dataSource, async (sql) => {
    const counted: Sql = {
      ...sql,
      query: (name, text, values) => {
        statements.push(name);
        return sql.query(name, text, values);
      },
    };
    const revisions = new Map(requests.map(({ recipient }) => [recipient, 1]));
    const locked = { revisions, now: new Date() };
    const unit = new UnitOfWork({ service: 'consent', lane: 'plain', sql: counted, partitions: 1, locked });
    const facts = requests.map((data) => ({ data }) as Received<MessageRequested>);
    await decideMessages(dataSource).execute(facts, unit);
    return unit.records.length;
  });
  await dataSource.destroy();
  expect(published).toBe(200);
  expect(statements).toEqual(['consent.marks', 'consent.decision-facts', 'consent.record-decisions']);
});

test('messages that no cap looks back at any more are forgotten, and the others are not', async () => {
  const store = { url: stage.databaseUrls.consent, store: 'consent' as const, entities: [], migrations: [] };
  const dataSource = await openStore(store);
  const count = `
    INSERT INTO counted_message (recipient_id, message_id, request, channel, purpose, at)
    SELECT 'ada', id, 0, 'push', 'marketing', now() - $2::interval FROM unnest($1::uuid[]) AS id`;
  const young = randomUUID();
  await client.query(count, [[randomUUID(), randomUUID()], '31 days 1 minute']);
  await client.query(count, [[young], '30 days 23 hours']);
  const counted = new CountedMessages(dataSource);
  expect(await counted.forgetOld()).toBe(2);
  expect(await counted.forgetOld()).toBe(0);
  await dataSource.destroy();
  expect((await client.query('SELECT message_id AS id FROM counted_message')).rows).toEqual([{ id: young }]);
});

test.each(Object.entries(STATEMENTS))(
  '%s finds its rows by an index, also in a table that was just created',
  async (_name, statement) => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${statement}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toMatch(/Seq Scan/);
  },
);
