import type { ErasureView } from '@hermod/api';
import { describe, expect, it } from 'vitest';
import type { ErasureMark } from '../outbound/rights-services.ts';
import { mergeErasure } from './merge-erasure.ts';

const DAY_MS = 86_400_000;
const ASKED = new Date('2026-11-22T09:00:00Z');
const after = (ms: number): Date => new Date(ASKED.getTime() + ms);
const base: ErasureView = {
  recipient: 'ada',
  status: 'erasing',
  erasedAt: ASKED.toISOString(),
  reason: 'asked by letter',
  services: [{ service: 'consent', status: 'erased', erasedAt: ASKED.toISOString(), erased: [], kept: [] }],
  copies: [],
};
const done: ErasureMark = { erasedAt: ASKED, doneAt: after(500) };
const of = (routing: ErasureMark | undefined): Map<string, ErasureMark | undefined> =>
  new Map([
    ['routing', routing],
    ['delivery', done],
  ]);
const statuses = (view: ErasureView): string[] => view.services.map(({ status }) => status);

describe('the status of an erasure', () => {
  it('is erasing while a service has not said that it is done', () => {
    const view = mergeErasure(base, of(undefined), after(1_000));
    expect(view).toMatchObject({ recipient: 'ada', reason: 'asked by letter', status: 'erasing' });
    expect(statuses(view)).toEqual(['erased', 'pending', 'erased']);
  });

  it('does not take an earlier erasure of the same recipient for this one', () => {
    const earlier = { erasedAt: after(-DAY_MS), doneAt: after(-DAY_MS) };
    expect(mergeErasure(base, of(earlier), after(1_000)).status).toBe('erasing');
  });

  it('is erased when all are done, and complete when the last copy is gone from Kafka', () => {
    const late = { erasedAt: ASKED, doneAt: after(2 * DAY_MS) };
    const view = mergeErasure(base, of(late), after(3 * DAY_MS));
    expect(view.status).toBe('erased');
    expect(view.services[1]).toMatchObject({ service: 'routing', erasedAt: late.doneAt.toISOString() });
    const gone = view.copies.map(({ goneBy }) => (Date.parse(goneBy) - ASKED.getTime()) / DAY_MS);
    // Retention counts from the last service, and a segment of the log goes as a whole.
    expect(gone.map(Math.floor)).toEqual([2 + 7 + 1, 2 + 30 + 1]);
    const last = new Date(view.copies[1]!.goneBy);
    expect(mergeErasure(base, of(late), new Date(last.getTime() - 1)).status).toBe('erased');
    expect(mergeErasure(base, of(late), last).status).toBe('complete');
  });

  it('says of every service what goes and what stays', () => {
    const marks = new Map(['routing', 'delivery', 'receipts'].map((service) => [service, done]));
    const [, ...others] = mergeErasure(base, marks, after(1_000)).services;
    expect(others.every(({ erased, kept }) => erased.length > 0 && kept.length > 0)).toBe(true);
  });
});
