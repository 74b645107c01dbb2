import type { DeadLetterPage, DeadLetterSummary } from '@hermod/api';
import { DeadLetterCursor, readCursor } from '@hermod/http';
import { describe, expect, it } from 'vitest';
import { mergeDeadLetters } from './merge-dead-letters.ts';

/** The n-th newest letter of a service: a minute apart, unless told otherwise. */
const letter = (service: DeadLetterSummary['service'], n: number, minute = n): DeadLetterSummary => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  service,
  topic: 'hermod.message-requested',
  partition: 0,
  offset: String(n),
  key: 'ada',
  bytes: 2,
  code: 'X',
  message: 'x',
  deadAt: new Date(Date.UTC(2026, 10, 22, 9, minute)).toISOString(),
});
const page = (...deadLetters: DeadLetterSummary[]): DeadLetterPage => ({ deadLetters });

describe('the dead letters of all services', () => {
  it('are one list, newest first, equal times by id', () => {
    const merged = mergeDeadLetters(
      [page(letter('consent', 9), letter('consent', 3)), page(letter('routing', 5), letter('routing', 1, 3))],
      10,
    );
    expect(merged.deadLetters.map(({ offset }) => offset)).toEqual(['9', '5', '3', '1']);
    expect(merged.next).toBeUndefined();
  });

  it('go on behind the last one that is shown, when more came than are shown', () => {
    const merged = mergeDeadLetters([page(letter('consent', 9)), page(letter('routing', 5))], 1);
    expect(merged.deadLetters.map(({ offset }) => offset)).toEqual(['9']);
    expect(readCursor(merged.next, DeadLetterCursor)).toEqual([
      letter('consent', 9).deadAt,
      letter('consent', 9).id,
    ]);
  });

  it('go on when a single service has more', () => {
    const merged = mergeDeadLetters([{ ...page(letter('consent', 9)), next: 'more' }, page()], 1);
    expect(merged.next).toBeDefined();
  });

  it('end with an empty page', () => {
    expect(mergeDeadLetters([page(), page()], 1)).toEqual({ deadLetters: [] });
  });
});
