import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ApiProblem, type LedgerDayView } from '@hermod/api';
import type { LedgerReader } from '@hermod/ledger';

/** A page may hold a thousand entries with their words, and the machine may be busy. */
const DEADLINE_MS = 60_000;
const MOST_ENTRIES = 1_000;
const MOST_LEAVES = 10_000;
const LONGEST_WAIT_S = 60;
const MOST_WAITS = 10;

/** Reads the ledger over the HTTP API. */
export function createLedgerReader(client: ApiClient): LedgerReader {
  return {
    days: async () => {
      const days: LedgerDayView[] = [];
      let overdue = 0;
      const pages = pagesOf((next) =>
        client.call('listLedgerDays', { query: { limit: MOST_ENTRIES, ...next }, deadlineMs: DEADLINE_MS }),
      );
      for await (const page of pages) {
        days.push(...page.days);
        ({ overdue } = page);
      }
      return { days, overdue };
    },
    async *leaves(day) {
      const pages = pagesOf((next) =>
        client.call('listLedgerLeaves', {
          params: { day },
          query: { limit: MOST_LEAVES, ...next },
          deadlineMs: DEADLINE_MS,
        }),
      );
      for await (const page of pages) yield* page.leaves;
    },
    async *parts(only) {
      const query = { limit: MOST_ENTRIES, ...(only === undefined ? {} : { recipient: only }) };
      const pages = pagesOf((next) =>
        client.call('listLedgerParts', { query: { ...query, ...next }, deadlineMs: DEADLINE_MS }),
      );
      for await (const page of pages) yield* page.parts;
    },
  };
}

/** One page after the other; a page that came too fast is asked for again when the gateway says. */
async function* pagesOf<Page extends { readonly next?: string | undefined }>(
  ask: (next: { next?: string }) => Promise<Page>,
): AsyncGenerator<Page> {
  let next: string | undefined;
  do {
    const from = next === undefined ? {} : { next };
    const page = await patiently(() => ask(from));
    yield page;
    ({ next } = page);
  } while (next !== undefined);
}

async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await ask();
    } catch (error) {
      const isTooFast = error instanceof ApiProblem && error.status === 429;
      if (!isTooFast || waits === MOST_WAITS) throw error;
      await sleep(Math.min(error.retryAfterS ?? 1, LONGEST_WAIT_S) * 1_000);
    }
  }
}
