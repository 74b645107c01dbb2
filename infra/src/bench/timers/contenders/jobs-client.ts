import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { HermodError } from '@hermod/contracts';
import type { JobsTask } from '../timer-jobs.ts';

/** What the process is asked. */
export interface Question {
  readonly number: number;
  readonly call: 'fill' | 'insert' | 'take' | 'start' | 'stop' | 'close';
  readonly argument?: unknown;
}

/** What it answers; number 0 says that it is ready. */
export interface Answer {
  readonly number: number;
  readonly value?: unknown;
  readonly error?: string;
}

const PROCESS = fileURLToPath(new URL('./jobs-process.ts', import.meta.url));
/** Filling in three million takes longest. */
const ANSWER_WITHIN_MS = 600_000;

/** A contender in a process of its own. */
export class JobsClient {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (why: Error) => void }>();
  #asked = 0;

  private constructor(task: JobsTask, signal: AbortSignal) {
    this.#child = fork(PROCESS, [JSON.stringify(task)], { execArgv: [...process.execArgv], signal });
    // It is told apart from others by its exit, which follows.
    this.#child.on('error', () => undefined);
    this.#child.on('message', (answer: Answer) => this.#hear(answer));
    this.#child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values())
        reject(new HermodError('BENCH_CONTENDER', `the process of ${task.kind} ended with code ${code}`));
    });
  }

  /** Starts it and waits until it is ready; `signal` ends it. */
  static async open(task: JobsTask, signal: AbortSignal): Promise<JobsClient> {
    const client = new JobsClient(task, signal);
    await client.#answerTo(0);
    return client;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async fill(count: number): Promise<void> {
    await this.#ask('fill', count);
  }

  async insert(dues: readonly number[]): Promise<readonly string[]> {
    return (await this.#ask('insert', dues)) as readonly string[];
  }

  async start(): Promise<void> {
    await this.#ask('start');
  }

  async stop(): Promise<void> {
    await this.#ask('stop');
  }

  /** By how many milliseconds timers were late, once so many have fired since the last call. */
  async take(count: number): Promise<readonly number[]> {
    return (await this.#ask('take', count)) as readonly number[];
  }

  /** Lets it close what it has open, and ends it. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    try {
      await this.#ask('close');
    } finally {
      this.#waiting.clear();
      this.#child.kill('SIGKILL');
      await gone;
    }
  }

  #ask(call: Question['call'], argument?: unknown): Promise<unknown> {
    this.#asked += 1;
    const answer = this.#answerTo(this.#asked);
    this.#child.send({ number: this.#asked, call, argument } satisfies Question);
    return answer;
  }

  #answerTo(number: number): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const timer = setTimeout(
      () => reject(new HermodError('BENCH_CONTENDER', 'a contender did not answer in time')),
      ANSWER_WITHIN_MS,
    );
    this.#waiting.set(number, { resolve, reject });
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(number);
    });
  }

  #hear({ number, value, error }: Answer): void {
    const waiting = this.#waiting.get(number);
    if (error === undefined) waiting?.resolve(value);
    else waiting?.reject(new HermodError('BENCH_CONTENDER', error));
  }
}
