import type { RunningService } from '@hermod/service-host';
import { openStage, type Stage } from '@hermod/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOLDERS_OF, MOVE_REVISIONS, REPLACE_CONTACT_POINTS } from '../src/storage/contact-points.ts';
import { ADDRESSES_OF, EMPTY_INBOUND, EMPTY_RECEIPTS } from '../src/storage/erase-receipts.ts';
import { ADD_HELD_CLICK, FIND_DUE_CLICKS, SETTLE_CLICKS } from '../src/storage/held-clicks.ts';
import { ADD_INBOUND_TEXTS } from '../src/storage/inbound-texts.ts';
import { ADD_RECEIPTS } from '../src/storage/receipts.ts';
import { unsentIn } from '../src/storage/unsent.ts';
import { query, startReceipts } from './receipts-on-stage.ts';

let stage: Stage;
let receipts: RunningService;

beforeAll(async () => {
  stage = await openStage({ partitions: 1 });
  receipts = await startReceipts(stage);
  await query(stage, 'ANALYZE receipt, inbound, recipient, contact_point, outbox, held_click');
});
afterAll(async () => {
  await receipts.close();
  await stage.close();
});

it.each([
  ['adding receipts', ADD_RECEIPTS],
  ['adding inbound texts', ADD_INBOUND_TEXTS],
  ['moving revisions', MOVE_REVISIONS],
  ['replacing contact points', REPLACE_CONTACT_POINTS],
  ['finding holders', HOLDERS_OF],
  ['finding unsent receipts', unsentIn('receipt')],
  ['finding unsent texts', unsentIn('inbound')],
  ['finding addresses', ADDRESSES_OF],
  ['emptying receipts', EMPTY_RECEIPTS],
  ['emptying inbound texts', EMPTY_INBOUND],
  ['holding clicks', ADD_HELD_CLICK],
  ['finding clicks that are due', FIND_DUE_CLICKS],
  ['settling clicks', SETTLE_CLICKS],
  ['showing receipts', 'SELECT * FROM receipt WHERE message_id = $1 ORDER BY at LIMIT 500'],
])('%s scans no table that was analysed while it was empty', async (_, statement) => {
  const rows = await query<{ 'QUERY PLAN': string }>(stage, `EXPLAIN (GENERIC_PLAN) ${statement}`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).not.toMatch(/Seq Scan on/);
});
