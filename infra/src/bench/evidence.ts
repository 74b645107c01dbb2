import { FLOW, HermodError } from '@hermod/contracts';
import { callApi } from '../demo/demo.ts';
import type { System } from '../system/system.ts';
import { readTopic, READ_WITHIN_MS } from './read-topic.ts';
import type { Scenario } from './scenarios.ts';

/** A hand-over that the simulator took. */
export interface HandedOver {
  readonly message: string;
  /** Milliseconds of the epoch. */
  readonly acceptedAt: number;
}

/** A run as the API shows it. */
export interface EndedRun {
  readonly id: string;
  readonly status: string;
  readonly outcome?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}

const LEDGER_LIMIT_BYTES = 256_000_000;
const PAGE = 200;

/** The number of the ledger's next line. */
export async function nextLedgerLine({ simulatorUrl }: System): Promise<number> {
  const response = await fetch(`${simulatorUrl}/ledger?since=${new Date().toISOString()}`, {
    signal: AbortSignal.timeout(10_000),
  });
  await response.text();
  return Number(response.headers.get('x-ledger-next'));
}

/** What the simulator took from a line of its ledger on. */
export async function readLedger({ simulatorUrl }: System, fromLine: number): Promise<HandedOver[]> {
  const response = await fetch(`${simulatorUrl}/ledger?since=${fromLine}`, {
    signal: AbortSignal.timeout(READ_WITHIN_MS),
  });
  if (Number(response.headers.get('content-length') ?? 0) > LEDGER_LIMIT_BYTES) {
    throw new HermodError('BENCH_LEDGER', 'the ledger is too long to be read at once: send fewer events');
  }
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines
    .map((line) => JSON.parse(line) as { reference: string | null; acceptedAt: string | null })
    .filter(({ acceptedAt }) => acceptedAt !== null)
    .map(({ reference, acceptedAt }) => ({
      message: reference ?? 'without a reference',
      acceptedAt: Date.parse(acceptedAt!),
    }));
}

/** The newest runs of a journey, by id. */
export async function readRuns(
  system: System,
  { journey }: Scenario,
  count: number,
): Promise<Map<string, EndedRun>> {
  const runs = new Map<string, EndedRun>();
  let next: string | undefined;
  do {
    const cursor = next === undefined ? '' : `&next=${encodeURIComponent(next)}`;
    const { body } = await callApi(system, `/v1/runs?journey=${journey}&limit=${PAGE}${cursor}`);
    const page = body as { runs: readonly EndedRun[]; next?: string };
    for (const run of page.runs) runs.set(run.id, run);
    next = page.next;
  } while (next !== undefined && runs.size < count);
  return runs;
}

/** When each message was first reported as delivered (milliseconds of the epoch), and how many reports came again. */
export interface DeliveredReceipts {
  readonly firstAt: ReadonlyMap<string, number>;
  readonly repeats: number;
}

/** Reads all receipts that are on Kafka by now. */
export async function readReceipts(system: System, wanted: ReadonlySet<string>): Promise<DeliveredReceipts> {
  const firstAt = new Map<string, number>();
  let repeats = 0;
  await readTopic(system, FLOW.receiptRecorded.topic, (value) => {
    const { messageId, kind, recordedAt } = FLOW.receiptRecorded.schema.parse(JSON.parse(value));
    if (kind !== 'delivered' || !wanted.has(messageId)) return;
    if (firstAt.has(messageId)) repeats += 1;
    else firstAt.set(messageId, Date.parse(recordedAt));
  });
  return { firstAt, repeats };
}

/** How long each message waited between its request and its decision, by the times at which both were written. */
export async function readDecisionTimes(system: System, wanted: ReadonlySet<string>): Promise<number[]> {
  const requestedAt = new Map<string, number>();
  await readTopic(system, FLOW.messageRequested.topic, (value, writtenAt) => {
    const { messageId } = FLOW.messageRequested.schema.parse(JSON.parse(value));
    if (wanted.has(messageId)) requestedAt.set(messageId, writtenAt);
  });
  const times: number[] = [];
  await readTopic(system, FLOW.messageDecided.topic, (value, writtenAt) => {
    const { messageId } = FLOW.messageDecided.schema.parse(JSON.parse(value));
    const asked = requestedAt.get(messageId);
    if (asked !== undefined) times.push(writtenAt - asked);
  });
  return times;
}
