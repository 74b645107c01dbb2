import type { Store } from '@hermod/postgres';
import pg from 'pg';
import type { System } from '../system/system.ts';
import type {
  AttemptRow,
  DecisionRow,
  Evidence,
  MessageRow,
  NotedOptOut,
  ReceiptRow,
  RunMessageRow,
  RunRow,
  TimelineRow,
} from './evidence.ts';

type Stored = Pick<Evidence, 'runs' | 'messages' | 'attempts' | 'optOuts' | 'decisions' | 'receipts'>;

const QUERY_TIMEOUT_MS = 120_000;

/** Everything that the services keep. */
export async function readStores(system: System): Promise<Stored> {
  const runs = await ask<RunSource>(
    system,
    'routing',
    `SELECT id, recipient_id AS recipient, journey, status, outcome, started_at AS "startedAt", ended_at AS "endedAt", state,
       coalesce((SELECT json_agg(entries ORDER BY e.id) FROM run_entry AS e WHERE e.run_id = run.id), '[]') AS story
     FROM run`,
  );
  const messages = await ask<MessageRow & { run: string | null }>(
    system,
    'delivery',
    `SELECT id, run_id AS run, recipient_id AS recipient, channel, purpose, status, withdrawn FROM message`,
  );
  const attempts = await ask<AttemptSource>(
    system,
    'delivery',
    `SELECT id, message_id AS message, recipient_id AS recipient, contact_point AS "contactPoint", provider, n, resends, state,
       started_at AS "startedAt", called_at AS "calledAt", closed_at AS "closedAt", provider_message_id AS "providerMessageId" FROM attempt ORDER BY message_id, n, id`,
  );
  const decisions = await ask<DecisionRow>(
    system,
    'consent',
    'SELECT message_id AS message, decision, rule, request FROM decision',
  );
  const receipts = await ask<ReceiptSource>(
    system,
    'receipts',
    'SELECT message_id AS message, attempt_id AS attempt, kind, at, recorded_at AS "recordedAt" FROM receipt',
  );
  return {
    runs: new Map(runs.map((row) => [row.id, toRun(row)])),
    messages: new Map(messages.map((row) => [row.id, { ...row, run: row.run ?? undefined }])),
    attempts: attempts.map(toAttempt),
    optOuts: await readOptOuts(system),
    decisions: new Map(decisions.map((row) => [row.message, row])),
    receipts: receipts.map(toReceipt),
  };
}

async function readOptOuts(system: System): Promise<NotedOptOut[]> {
  const rows = await ask<Omit<NotedOptOut, 'notedAt'> & { notedAt: Date }>(
    system,
    'delivery',
    'SELECT recipient_id AS recipient, lifts, noted_at AS "notedAt" FROM opt_out',
  );
  return rows.map((row) => ({ ...row, notedAt: row.notedAt.getTime() }));
}

/** How much is still to be done, by the databases. */
export async function countOpen(
  system: System,
): Promise<{ queued: number; timers: number; running: number; outbox: number; started: number }> {
  const one = async (store: Store, statement: string): Promise<number> =>
    Number((await ask<{ n: string }>(system, store, statement))[0]!.n);
  const outboxes = await Promise.all(
    (['routing', 'consent', 'delivery', 'receipts'] as const).map((store) =>
      one(store, 'SELECT count(*) AS n FROM outbox'),
    ),
  );
  return {
    queued: await one('delivery', 'SELECT count(*) AS n FROM send_queue'),
    started: await one('delivery', `SELECT count(*) AS n FROM attempt WHERE state = 'started'`),
    timers: await one('routing', 'SELECT count(*) AS n FROM run_timer'),
    running: await one('routing', `SELECT count(*) AS n FROM run WHERE status = 'running'`),
    outbox: outboxes.reduce((sum, n) => sum + n, 0),
  };
}

async function ask<R extends object>(system: System, store: Store, statement: string): Promise<R[]> {
  const client = new pg.Client({
    connectionString: system.databaseUrls[store],
    connectionTimeoutMillis: 5_000,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  // A connection that a killed database breaks also emits; the rejected query already tells.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<R>(statement)).rows;
  } finally {
    await client.end();
  }
}

interface RunSource {
  readonly id: string;
  readonly recipient: string;
  readonly journey: string;
  readonly status: RunRow['status'];
  readonly outcome: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly state: { readonly messages: Readonly<Record<string, MessageSource>> };
  readonly story: readonly (readonly StoryLine[])[];
}

type StoryLine = Omit<TimelineRow, 'reply'> & {
  readonly why?: { readonly values?: { readonly reply?: unknown } };
};

type MessageSource = Omit<RunMessageRow, 'signal' | 'undelivered' | 'withdrawn'> & {
  readonly signal?: string;
  readonly reply?: string;
  readonly undelivered?: boolean;
  readonly withdrawn?: boolean;
};

function toRun({ state, story, outcome, startedAt, endedAt, ...row }: RunSource): RunRow {
  const messages = Object.values(state.messages).map(
    ({ id, step, rung, channel, state: stands, signal, reply, undelivered = false, withdrawn = false }) => ({
      id,
      step,
      rung,
      channel,
      state: stands,
      signal,
      ...(reply === undefined ? {} : { reply }),
      undelivered,
      withdrawn,
    }),
  );
  return {
    ...row,
    outcome: outcome ?? undefined,
    startedAt: startedAt.getTime(),
    endedAt: endedAt?.getTime(),
    messages: messages.sort((a, b) => a.rung - b.rung),
    timeline: story.flat().map(toTimeline),
  };
}

function toTimeline({ at, what, message, step, why }: StoryLine): TimelineRow {
  const reply = why?.values?.reply;
  return {
    at,
    what,
    ...(message === undefined ? {} : { message }),
    ...(step === undefined ? {} : { step }),
    ...(typeof reply === 'string' ? { reply } : {}),
  };
}

type AttemptSource = Omit<
  AttemptRow,
  'resends' | 'startedAt' | 'calledAt' | 'closedAt' | 'providerMessageId'
> & {
  readonly resends: string | null;
  readonly providerMessageId: string | null;
  readonly startedAt: Date;
  readonly calledAt: Date | null;
  readonly closedAt: Date | null;
};

function toAttempt({
  resends,
  startedAt,
  calledAt,
  closedAt,
  providerMessageId,
  ...row
}: AttemptSource): AttemptRow {
  return {
    ...row,
    ...(providerMessageId === null ? {} : { providerMessageId }),
    resends: resends ?? undefined,
    startedAt: startedAt.getTime(),
    calledAt: calledAt?.getTime(),
    closedAt: closedAt?.getTime(),
  };
}

type ReceiptSource = Omit<ReceiptRow, 'at' | 'recordedAt' | 'attempt'> & {
  readonly at: Date;
  readonly recordedAt: Date;
  readonly attempt: string | null;
};

function toReceipt({ attempt, at, recordedAt, ...row }: ReceiptSource): ReceiptRow {
  return {
    ...row,
    ...(attempt === null ? {} : { attempt }),
    at: at.getTime(),
    recordedAt: recordedAt.getTime(),
  };
}
