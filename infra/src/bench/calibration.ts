import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { HermodError } from '@hermod/contracts';
import { createKafkaTopics, deleteKafkaTopics } from '@hermod/embedded';
import { KafkaSink } from '@hermod/messaging';
import { timeOf } from './processor-time.ts';
import { QUIET } from '../system/quiet-log.ts';
import type { Rig } from './rig.ts';

/** What the child gets as its argument. */
export interface HopTask {
  readonly brokers: string;
  readonly prefix: string;
  readonly from: string;
  readonly to: string;
  readonly warmUp: number;
  readonly total: number;
}

/** What the child tells. */
export interface HopProgress {
  readonly mark: 'warm' | 'done';
  /** Seconds of its processor time so far. */
  readonly cpu: number;
  /** Milliseconds, monotonic. */
  readonly at: number;
}

/** What one gathered hop of a message costs on this machine in this minute. */
export interface Calibration {
  /** Seconds of processor time for 100,000 messages. */
  readonly clientPer100k: number;
  readonly brokerPer100k: number;
  readonly messagesPerSecond: number;
}

const CHILD = fileURLToPath(new URL('./calibration-hop.ts', import.meta.url));
const PARTITIONS = 12;
const WARM_UP = 10_000;
const TOTAL = 50_000;
const CHUNK = 2_000;
const MESSAGE_BYTES = 955;
const DEADLINE_MS = 120_000;
const END_WITHIN_MS = 10_000;

/**
 * Measures the gathered hop: 955 bytes of JSON read, changed and written on, in batches over all partitions. It is
 * the yardstick of a machine: the ratio to it says more than seconds of a machine that others use too.
 */
export async function calibrate(rig: Rig): Promise<Calibration> {
  const { brokers } = rig.system;
  const prefix = `calibration-${randomUUID()}.`;
  const topics = ['from', 'to'].map((topic) => ({ topic, partitions: PARTITIONS, config: {} }));
  await createKafkaTopics(brokers, prefix, topics);
  try {
    await fill(brokers, prefix);
    return await hop(rig, { brokers, prefix, from: 'from', to: 'to', warmUp: WARM_UP, total: TOTAL });
  } finally {
    await deleteKafkaTopics(
      brokers,
      topics.map(({ topic }) => prefix + topic),
    );
  }
}

async function fill(brokers: string, prefix: string): Promise<void> {
  const sink = new KafkaSink({ brokers: brokers.split(','), prefix, clientId: 'bench-fill', log: QUIET });
  const value = messageOf(MESSAGE_BYTES);
  for (let sent = 0; sent < TOTAL; sent += CHUNK) {
    const keys = Array.from({ length: CHUNK }, (_, n) => `customer-${sent + n}`);
    await sink.publish(keys.map((key) => ({ topic: 'from', key, value, headers: {} })));
  }
  await sink.close();
}

/** A fact-like document of so many bytes. */
function messageOf(bytes: number): string {
  const fact = {
    id: randomUUID(),
    recipient: 'customer-1',
    lines: Array.from({ length: 10 }, (_, n) => ({ n, sku: `A-${n}` })),
  };
  const bare = JSON.stringify({ ...fact, note: '' }).length;
  return JSON.stringify({ ...fact, note: 'x'.repeat(bytes - bare) });
}

async function hop(rig: Rig, task: HopTask): Promise<Calibration> {
  const child = fork(CHILD, [JSON.stringify(task)], {
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  });
  try {
    const warm = await mark(child, 'warm', rig);
    const done = await mark(child, 'done', rig);
    const share = 100_000 / (task.total - task.warmUp);
    return {
      clientPer100k: (done.cpu - warm.cpu) * share,
      brokerPer100k: (done.broker - warm.broker) * share,
      messagesPerSecond: ((task.total - task.warmUp) * 1000) / (done.at - warm.at),
    };
  } finally {
    await end(child);
  }
}

/** Asks the child to leave its group, and waits until it is gone. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(timer);
}

/** Waits until the child reaches a mark; reads the broker's processor time in the same moment. */
function mark(
  child: ChildProcess,
  name: HopProgress['mark'],
  rig: Rig,
): Promise<HopProgress & { broker: number }> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(failure(`did not reach “${name}” in time`)), DEADLINE_MS);
    const ended = (code: number | null): void => reject(failure(`ended with code ${code}`));
    child.once('exit', ended);
    child.on('message', function listen(message) {
      const progress = message as HopProgress;
      if (progress.mark !== name) return;
      clearTimeout(timer);
      child.off('exit', ended);
      child.off('message', listen);
      resolve({ ...progress, broker: timeOf(rig.brokerPid) });
    });
  });
}

function failure(what: string): HermodError {
  return new HermodError('BENCH_CALIBRATION', `the process of the calibration ${what}`);
}
