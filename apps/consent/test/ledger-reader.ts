import type { AuditedChainPart, AuditedDay, Finding, LedgerReader, Verified } from '@hermod/ledger';
import { verifyLedger } from '@hermod/ledger';
import type { World } from './world.ts';

/** So small that a chain spans several pages. */
const PAGE = 3;

type Call = World['call'];

/** Verifies the ledger over HTTP as the command line does. */
export async function verifyOverHttp(
  call: Call,
  about: { readonly recipient?: string; readonly roots?: ReadonlyMap<string, string> } = {},
): Promise<Verified & { readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  const verified = await verifyLedger(readerOver(call), {
    ...about,
    found: (finding) => findings.push(finding),
  });
  return { ...verified, findings };
}

function readerOver(call: Call): LedgerReader {
  return {
    days: async () => {
      const days: AuditedDay[] = [];
      let overdue = 0;
      for await (const page of pagesOf(call, '/v1/ledger/days?')) {
        days.push(...(page['days'] as AuditedDay[]));
        overdue = page['overdue'] as number;
      }
      return { days, overdue };
    },
    leaves: async function* (day) {
      for await (const page of pagesOf(call, `/v1/ledger/days/${day}/leaves?`))
        yield* page['leaves'] as { recipient: string; sequence: number; hash: string }[];
    },
    parts: async function* (only) {
      const path = `/v1/ledger/entries?${only === undefined ? '' : `recipient=${encodeURIComponent(only)}&`}`;
      for await (const page of pagesOf(call, path)) yield* page['parts'] as AuditedChainPart[];
    },
  };
}

async function* pagesOf(call: Call, path: string): AsyncGenerator<Record<string, unknown>> {
  let next: unknown = '';
  do {
    const from = next === '' ? '' : `&next=${String(next)}`;
    const { status, body } = await call('GET', `${path}limit=${PAGE}${from}`);
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    yield body;
    next = body['next'];
  } while (next !== undefined);
}
