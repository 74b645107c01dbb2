import { randomUUID } from 'node:crypto';
import { FLOW, HermodError } from '@hermod/contracts';
import { KafkaPositions, KafkaSource } from '@hermod/messaging';
import { callApi } from '../demo/demo.ts';
import type { System } from '../system/system.ts';
import { QUIET } from '../system/quiet-log.ts';
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
const READ_WITHIN_MS = 60_000;

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

/** Hands over every record of a Kafka topic, from the first to the one that is the last by now. */
async function readTopic(system: System, topic: string, take: (value: string) => void): Promise<void> {
  const kafka = {
    brokers: system.brokers.split(','),
    prefix: system.prefix,
    clientId: 'bench-reader',
    log: QUIET,
  };
  const positions = new KafkaPositions(kafka);
  const ends = (await positions.ends([topic])).get(topic) ?? new Map<number, { low: bigint; high: bigint }>();
  await positions.close();
  const missing = new Set(
    [...ends].filter(([, { low, high }]) => high > low).map(([partition]) => partition),
  );
  if (missing.size === 0) return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const source = new KafkaSource({
    ...kafka,
    group: `bench-reader-${randomUUID()}`,
    topics: [topic],
    maxRecords: 2_000,
    maxLingerMs: 0,
    onFatal: reject,
  });
  const timer = setTimeout(() => reject(new Error(`${topic} was not read in time`)), READ_WITHIN_MS);
  try {
    await source.run((records) => {
      for (const { partition, offset, value } of records) {
        take(value?.toString('utf8') ?? '{}');
        if (BigInt(offset) + 1n >= ends.get(partition)!.high) missing.delete(partition);
      }
      if (missing.size === 0) resolve();
      return Promise.resolve(true);
    });
    await promise;
  } finally {
    clearTimeout(timer);
    await source.close();
  }
}
