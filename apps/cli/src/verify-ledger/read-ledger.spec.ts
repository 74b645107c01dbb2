import { type ApiClient, ApiProblem } from '@hermod/api';
import { describe, expect, it } from 'vitest';
import { createLedgerReader } from './read-ledger.ts';

type Answer = object | Error;

/** A client that gives these answers in turn, and keeps what it was asked for. */
function clientOf(answers: readonly Answer[]): { client: ApiClient; asked: unknown[] } {
  const asked: unknown[] = [];
  const left = [...answers];
  const call = (id: string, { query }: { query: unknown }): Promise<object> => {
    asked.push([id, query]);
    const answer = left.shift() ?? new Error('asked too often');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { client: { call } as unknown as ApiClient, asked };
}

async function gather<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

const tooFast = new ApiProblem({ type: 'about:blank', title: 'too fast', status: 429, code: 'TOO_FAST' }, 0);

describe('the ledger is read', () => {
  it('page after page, a page that came too fast once more', async () => {
    const part = (recipient: string) => ({ recipient, leaves: [], entries: [] });
    const pages = [{ parts: [part('ada')], next: 'n1' }, tooFast, { parts: [part('bo')] }];
    const { client, asked } = clientOf(pages);
    const read = await gather(createLedgerReader(client).parts('bo'));
    expect(read.map(({ recipient }) => recipient)).toEqual(['ada', 'bo']);
    const query = { limit: 1_000, recipient: 'bo' };
    expect(asked).toEqual([
      ['listLedgerParts', query],
      ['listLedgerParts', { ...query, next: 'n1' }],
      ['listLedgerParts', { ...query, next: 'n1' }],
    ]);
  });

  it('with all its days, and how many are overdue', async () => {
    const day = { day: '2026-11-21', leaves: 0, root: 'aa', authentic: true };
    const { client } = clientOf([
      { days: [day], overdue: 1, next: 'n1' },
      { days: [{ ...day, day: '2026-11-22' }], overdue: 0 },
    ]);
    const { days, overdue } = await createLedgerReader(client).days();
    expect([days.map((one) => one.day), overdue]).toEqual([['2026-11-21', '2026-11-22'], 0]);
  });

  it('until it fails for another reason', async () => {
    const { client } = clientOf([new Error('gone')]);
    await expect(gather(createLedgerReader(client).leaves('2026-11-21'))).rejects.toThrow('gone');
  });
});
