import { createSeals, hashEntry } from '@hermod/ledger';
import { describe, expect, test } from 'vitest';
import { chainRecords, type PlaceOfRecord } from './chain-records.ts';
import type { LedgerRecord } from './ledger-record.ts';

const SEALS = createSeals('a secret of at least sixteen characters');
const NOW = new Date('2026-11-22T09:00:00.000Z');

function said(recipient: string, id: string): LedgerRecord {
  return {
    recipient,
    id,
    state: 'given',
    isSuppression: false,
    contactPoint: undefined,
    channel: 'sms',
    purpose: 'marketing',
    topic: undefined,
    method: 'form',
    wording: 'Yes',
    wordingVersion: undefined,
    at: NOW,
    recordedBy: 'key',
  };
}

const at = (place: number, more: Partial<PlaceOfRecord> = {}): PlaceOfRecord => ({
  place,
  sequence: null,
  hash: null,
  isThere: false,
  openSince: null,
  ...more,
});

describe('entries of one unit of work', () => {
  test('follow each other, each recipient in a chain of their own, and the ends are sealed', () => {
    const entries = [said('ada', 'a'), said('bo', 'b'), said('ada', 'c')];
    const behind = { sequence: 4, hash: 'f'.repeat(64) };
    const places = [at(2), at(0), at(1, behind)];
    const { rows, heads } = chainRecords(entries, places, NOW, SEALS);
    expect(rows.map(({ recipient, sequence }) => `${recipient} ${sequence}`)).toEqual([
      'ada 1',
      'bo 5',
      'ada 2',
    ]);
    expect(rows[2]!.hash).toBe(hashEntry(rows[0]!.hash, rows[2]!));
    expect(rows[1]!.hash).toBe(hashEntry(behind.hash, rows[1]!));
    expect(new Set(rows.map(({ salt }) => salt)).size).toBe(3);
    expect(heads).toEqual([
      {
        recipient: 'ada',
        sequence: 2,
        hash: rows[2]!.hash,
        seal: SEALS.ofHead({ recipient: 'ada', sequence: 2, hash: rows[2]!.hash }),
      },
      {
        recipient: 'bo',
        sequence: 5,
        hash: rows[1]!.hash,
        seal: SEALS.ofHead({ recipient: 'bo', sequence: 5, hash: rows[1]!.hash }),
      },
    ]);
  });

  test('that are there already, twice in it, or of somebody unknown take no place', () => {
    const entries = [said('ada', 'a'), said('ada', 'b'), said('ada', 'b'), said('nobody', 'c')];
    const { rows } = chainRecords(entries, [at(0, { isThere: true }), at(1), at(2)], NOW, SEALS);
    expect(rows.map(({ id, sequence }) => `${id} ${sequence}`)).toEqual(['b 1']);
  });

  test('are recorded on no day that is closed, whatever the clock says', () => {
    const openSince = new Date('2026-11-23T00:00:00.000Z');
    const { rows } = chainRecords([said('ada', 'a')], [at(0, { openSince })], NOW, SEALS);
    expect(rows[0]!.recordedAt).toEqual(openSince);
    const [later] = chainRecords([said('ada', 'a')], [at(0, { openSince: new Date(0) })], NOW, SEALS).rows;
    expect(later!.recordedAt).toEqual(NOW);
  });
});
