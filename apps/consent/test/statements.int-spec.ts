import { startService } from '@hermod/service-host';
import { openStage, type Stage } from '@hermod/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONSENT } from '../src/consent.module.ts';
import {
  APPEND_ENTRIES,
  ERASE_ENTRIES,
  LOAD_ENTRIES,
  PAGE_OF_ENTRIES,
} from '../src/storage/consent-ledger.ts';
import { FIND_HOLDERS, RETIRE_TOKENS } from '../src/storage/contact-points.ts';
import { LOAD_DECISION_FACTS } from '../src/storage/decision-facts.ts';
import { LOAD_MARKS, MARK_WITHDRAWN, RECORD_DECISIONS } from '../src/storage/decisions.ts';
import { PAGE_OF_STATES } from '../src/storage/recipient-snapshot.ts';
import { REPLACE_CONTACT_POINTS, STORE_RECIPIENTS } from '../src/storage/recipients.ts';
import { APPLY_OPT_OUTS, HEAR_OPT_INS } from '../src/storage/suppressions.ts';

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
  APPEND_ENTRIES,
  APPLY_OPT_OUTS,
  ERASE_ENTRIES,
  FIND_HOLDERS,
  HEAR_OPT_INS,
  LOAD_DECISION_FACTS,
  LOAD_ENTRIES,
  LOAD_MARKS,
  MARK_WITHDRAWN,
  PAGE_OF_ENTRIES,
  PAGE_OF_STATES,
  RECORD_DECISIONS,
  REPLACE_CONTACT_POINTS,
  RETIRE_TOKENS,
  STORE_RECIPIENTS,
};

test.each(Object.entries(STATEMENTS))(
  '%s finds its rows by an index, also in a table that was just created',
  async (_name, statement) => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${statement}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toMatch(/Seq Scan/);
  },
);
