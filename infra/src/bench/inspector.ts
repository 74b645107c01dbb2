import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { HermodError } from '@hermod/contracts';
import type { ServiceName } from '../system/services.ts';
import type { System } from '../system/system.ts';

/** A node of a sampled profile, as V8's inspector gives it. Source: Chrome DevTools Protocol, domain Profiler. */
export interface ProfileNode {
  readonly id: number;
  readonly callFrame: {
    readonly functionName: string;
    readonly url: string;
    readonly lineNumber: number;
  };
}

/** A sampled profile; times in microseconds. */
export interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const OPEN_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 60_000;
const SAMPLE_EVERY_US = 500;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Samples one service while it runs: unlike `node --cpu-prof` it leaves out start, set-up and warm-up. The inspector
 * opens on SIGUSR1, on a free loopback port, and says on which in the service's log.
 */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#answered(String(data)));
    socket.addEventListener('close', () => this.#lost());
  }

  /** @throws HermodError BENCH_INSPECTOR when the service does not open its inspector. */
  static async attach(system: System, service: ServiceName): Promise<Inspector> {
    system.kill(service, 'SIGUSR1');
    const url = await inspectorUrl(join(system.logsDir, `${service}.log`), service);
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(failure(service)), { once: true });
    });
    const inspector = new Inspector(socket);
    await inspector.#ask('Profiler.enable');
    await inspector.#ask('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US });
    return inspector;
  }

  async start(): Promise<void> {
    await this.#ask('Profiler.start');
  }

  async stop(): Promise<Profile> {
    const { profile } = (await this.#ask('Profiler.stop')) as { profile: Profile };
    return profile;
  }

  close(): void {
    this.#socket.close();
  }

  #ask(method: string, params: object = {}): Promise<unknown> {
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} was not answered`)), ANSWER_WITHIN_MS);
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer);
          settle(value);
        };
      };
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  #answered(text: string): void {
    const { id, result, error } = JSON.parse(text) as {
      id?: number;
      result?: unknown;
      error?: { message: string };
    };
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    if (error === undefined) waiting.resolve(result);
    else waiting.reject(new Error(error.message));
  }

  #lost(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('the inspector went away'));
    this.#waiting.clear();
  }
}

async function inspectorUrl(logFile: string, service: ServiceName): Promise<string> {
  const deadline = Date.now() + OPEN_WITHIN_MS;
  while (Date.now() < deadline) {
    const url = [...readFileSync(logFile, 'utf8').matchAll(/Debugger listening on (ws:\S+)/g)].at(-1)?.[1];
    if (url !== undefined) return url;
    await wait(50);
  }
  throw failure(service);
}

function failure(service: ServiceName): HermodError {
  return new HermodError('BENCH_INSPECTOR', `${service} did not open its inspector`);
}
