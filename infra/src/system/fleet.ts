import { join } from 'node:path';
import { HermodError } from '@hermod/contracts';
import { lastLines, REPOSITORY } from '@hermod/embedded';
import { callHttp } from './http-json.ts';
import type { ServiceName } from './services.ts';
import { supervise, type Supervised } from './supervisor.ts';

/** One process of a running system. */
export interface SystemProcess {
  readonly service: ServiceName;
  /** From 1. */
  readonly instance: number;
  /** Undefined while it is being started again. */
  readonly pid: number | undefined;
  readonly url: string;
}

interface Member {
  readonly service: ServiceName;
  readonly instance: number;
  readonly url: string;
  readonly logFile: string;
  readonly supervised: Supervised;
}

/** Where the fleet keeps logs and pid files, and whom it tells that a process died. */
export interface FleetOptions {
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

const READY_WITHIN_MS = 90_000;
/** One that died so often before it was ready has something that starting again won't mend. */
const HOPELESS_DEATHS = 4;

/** The processes of a system under their supervisors, in the order in which they were added. */
export class Fleet {
  private readonly options: FleetOptions;
  private readonly members: Member[] = [];
  private stopped: Promise<void> | undefined;

  constructor(options: FleetOptions) {
    this.options = options;
  }

  /** Starts one process of a service on a port; returns before it is ready. */
  async add(
    service: ServiceName,
    instance: number,
    port: number,
    env: Record<string, string>,
  ): Promise<void> {
    const { dataDir, log } = this.options;
    const name = instance === 1 ? service : `${service}-${instance}`;
    const logFile = join(dataDir, 'logs', `${name}.log`);
    const main = join(REPOSITORY, 'apps', service, 'dist', 'main.js');
    const supervised = await supervise(
      {
        name,
        command: process.execPath,
        args: ['--disable-warning=TimeoutNegativeWarning', main],
        // What Node has compiled once is kept: the next start is ready a good second sooner.
        env: { NODE_COMPILE_CACHE: join(dataDir, 'compile-cache'), ...env },
        cwd: REPOSITORY,
        logFile,
        pidFile: join(dataDir, 'pids', `${name}.pid`),
      },
      log,
    );
    this.members.push({ service, instance, url: `http://127.0.0.1:${port}`, logFile, supervised });
  }

  processes(): SystemProcess[] {
    return this.members.map(({ service, instance, url, supervised }) => ({
      service,
      instance,
      url,
      pid: supervised.pid(),
    }));
  }

  /** Sends a signal to one process; if it dies, its supervisor starts it again. */
  kill(service: ServiceName, signal: NodeJS.Signals, instance: number): void {
    this.members
      .find((each) => each.service === service && each.instance === instance)
      ?.supervised.kill(signal);
  }

  /**
   * Asks one process to end, starts it again, and waits until it is ready.
   * @throws HermodError SERVICE_NOT_READY, UNKNOWN_INSTANCE.
   */
  async restart(service: ServiceName, instance: number): Promise<void> {
    const member = this.memberOf(service, instance);
    const exit = await member.supervised.restart();
    if (exit !== undefined && exit.code !== 0) {
      const how = exit.signal ?? `code ${exit.code}`;
      this.options.log(`${member.supervised.name} was asked to end and ended with ${how}`);
    }
    await untilReady(member);
  }

  /**
   * Asks one process to end, and starts it no more.
   * @throws HermodError UNKNOWN_INSTANCE.
   */
  async remove(service: ServiceName, instance: number): Promise<void> {
    const member = this.memberOf(service, instance);
    this.members.splice(this.members.indexOf(member), 1);
    await member.supervised.stop();
  }

  /** Waits until one process is ready. */
  async readyAlone(service: ServiceName, instance: number): Promise<void> {
    await untilReady(this.memberOf(service, instance));
  }

  private memberOf(service: ServiceName, instance: number): Member {
    const found = this.members.find((each) => each.service === service && each.instance === instance);
    if (found !== undefined) return found;
    throw new HermodError('UNKNOWN_INSTANCE', `there is no instance ${instance} of ${service}`);
  }

  /**
   * Waits until each process answers 200 on /health/ready.
   * @throws HermodError SERVICE_NOT_READY with its answer and the end of its log.
   */
  async ready({ signal, pending = () => undefined }: Waiting = {}): Promise<void> {
    const waiting = new Set(this.members.map(({ supervised }) => supervised.name));
    const wait = async (member: Member): Promise<void> => {
      await untilReady(member, signal);
      waiting.delete(member.supervised.name);
      pending([...waiting]);
    };
    await Promise.all(this.members.map(wait));
  }

  /** Stops them one after the other, in order. */
  stop(): Promise<void> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  private async stopInOrder(): Promise<void> {
    for (const { supervised } of this.members) await supervised.stop();
  }
}

/** How one waits for a fleet. */
export interface Waiting {
  /** Gives up. */
  readonly signal?: AbortSignal | undefined;
  /** Told who isn't ready yet, whenever that changes. */
  readonly pending?: (names: readonly string[]) => void;
}

async function untilReady({ url, supervised, logFile }: Member, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  const deathsBefore = supervised.deaths();
  for (;;) {
    const answer = await readiness(url);
    if (answer === 'ready') return;
    signal?.throwIfAborted();
    const isHopeless = supervised.deaths() - deathsBefore >= HOPELESS_DEATHS;
    if (isHopeless || Date.now() > deadline) {
      const what = isHopeless
        ? 'keeps ending'
        : `was not ready within ${READY_WITHIN_MS / 1000} s (${answer})`;
      throw new HermodError(
        'SERVICE_NOT_READY',
        `${supervised.name} ${what}; ${logFile} ends with:\n${lastLines(logFile)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** `ready`, or what it answered instead, in words. */
async function readiness(url: string): Promise<string> {
  try {
    const { status, body } = await callHttp(`${url}/health/ready`, { timeoutMs: 5_000 });
    return status === 200 ? 'ready' : `${status}: ${JSON.stringify(body).slice(0, 500)}`;
  } catch (error) {
    // Not listening yet, or too busy starting: asked again.
    return String(error);
  }
}
