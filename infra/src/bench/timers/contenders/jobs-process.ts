/** The process of one contender: does what it is asked for, and tells how late its timers were. */
import { GraphileWorkerJobs } from './graphile-worker-jobs.ts';
import { PgBossJobs } from './pg-boss-jobs.ts';
import { TableJobs } from './table-jobs.ts';
import type { JobsTask, OnFired, TimerJobs } from '../timer-jobs.ts';
import type { Answer, Question } from './jobs-client.ts';

const late: number[] = [];
let wanted: { readonly count: number; readonly resolve: (late: number[]) => void } | undefined;

const onFired: OnFired = (dues) => {
  const now = Date.now();
  for (const due of dues) late.push(now - due);
  handOver();
};

function handOver(): void {
  if (wanted === undefined || late.length < wanted.count) return;
  const { resolve } = wanted;
  wanted = undefined;
  resolve(late.splice(0));
}

function open({ kind, url, partitions }: JobsTask): Promise<TimerJobs> {
  switch (kind) {
    case 'table':
      return TableJobs.open(url, partitions, onFired);
    case 'pg-boss':
      return PgBossJobs.open(url, onFired);
    case 'graphile-worker':
      return GraphileWorkerJobs.open(url, onFired);
  }
}

/** Milliseconds by which timers were late, once so many have fired since the last question. */
function take(count: number): Promise<number[]> {
  return new Promise((resolve) => {
    wanted = { count, resolve };
    handOver();
  });
}

async function answer(jobs: TimerJobs, { call, argument }: Question): Promise<unknown> {
  switch (call) {
    case 'fill':
      return jobs.fill(argument as number);
    case 'insert':
      return jobs.insert(argument as readonly number[]);
    case 'take':
      return take(argument as number);
    case 'start':
    case 'stop':
    case 'close':
      return jobs[call]();
  }
}

const jobs = await open(JSON.parse(process.argv[2]!) as JobsTask);
process.on('message', (question: Question) => {
  answer(jobs, question).then(
    (value) => process.send!({ number: question.number, value } satisfies Answer),
    (error: unknown) => {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send!({ number: question.number, error: why } satisfies Answer);
    },
  );
});
process.on('disconnect', () => process.exit(1));
process.send!({ number: 0, value: undefined } satisfies Answer);
