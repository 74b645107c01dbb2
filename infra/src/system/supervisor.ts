import { lastLines, startOwned, type Exit, type OwnedProcess } from '@hermod/embedded';

/** A process to keep running. */
export interface KeptProcess {
  /** Unique, such as `routing` or `routing-2`. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly logFile: string;
  readonly pidFile: string;
  readonly stopGraceMs?: number;
}

/** How fast one that died is started again. */
export interface Backoff {
  /** The first pause; doubles with each death. Default 200 ms. */
  readonly firstMs: number;
  /** The longest pause. Default 2 s. */
  readonly mostMs: number;
  /** After a life of this length the next pause is the first again. Default 10 s. */
  readonly forgivenAfterMs: number;
}

const BACKOFF: Backoff = { firstMs: 200, mostMs: 2_000, forgivenAfterMs: 10_000 };

/** One process under supervision. */
export interface Supervised {
  readonly name: string;
  /** Its process id now; undefined between two lives. */
  pid(): number | undefined;
  /** How often it died without being asked to. */
  deaths(): number;
  /** Sends a signal to the process itself; if it dies, it is started again. */
  kill(signal: NodeJS.Signals): void;
  /**
   * Asks it to end, waits for that, and starts it again, which counts as no death. Between two lives the next
   * begins at once.
   * @returns how it ended; undefined when it wasn't running.
   */
  restart(): Promise<Exit | undefined>;
  /** Ends it and starts it no more. */
  stop(): Promise<void>;
}

/**
 * Starts a process, and again whenever it ends, until it is stopped.
 * @param tell gets a line for people whenever it died.
 * @throws HermodError when it can't even be run the first time.
 */
export async function supervise(
  kept: KeptProcess,
  tell: (line: string) => void,
  backoff: Backoff = BACKOFF,
): Promise<Supervised> {
  const life = new Supervision(kept, tell, backoff);
  await life.begin();
  return life;
}

class Supervision implements Supervised {
  readonly name: string;
  private readonly kept: KeptProcess;
  private readonly tell: (line: string) => void;
  private readonly backoff: Backoff;
  private current: OwnedProcess | undefined;
  private starting: Promise<void> | undefined;
  private pause: { timer: NodeJS.Timeout } | undefined;
  private pauseMs: number;
  private died = 0;
  private stopping = false;
  /** Its end was asked for, and the next life is begun by whoever asked. */
  private asked = false;
  private restarting: Promise<Exit | undefined> | undefined;

  constructor(kept: KeptProcess, tell: (line: string) => void, backoff: Backoff) {
    this.name = kept.name;
    this.kept = kept;
    this.tell = tell;
    this.backoff = backoff;
    this.pauseMs = backoff.firstMs;
  }

  pid(): number | undefined {
    return this.current?.pid;
  }

  deaths(): number {
    return this.died;
  }

  kill(signal: NodeJS.Signals): void {
    this.current?.kill(signal);
  }

  async begin(): Promise<void> {
    const startedAt = performance.now();
    const child = await startOwned(this.kept);
    this.current = child;
    void child.exited.then((exit) => this.onExit(exit, performance.now() - startedAt));
    // Asked to stop while it was being started.
    if (this.stopping) await child.stop();
  }

  restart(): Promise<Exit | undefined> {
    this.restarting ??= this.endAndBegin().finally(() => (this.restarting = undefined));
    return this.restarting;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.pause !== undefined) clearTimeout(this.pause.timer);
    await this.restarting;
    await this.starting;
    await this.current?.stop();
  }

  private async endAndBegin(): Promise<Exit | undefined> {
    this.asked = true;
    if (this.pause !== undefined) clearTimeout(this.pause.timer);
    await this.starting;
    const ending = this.current;
    await ending?.stop();
    this.asked = false;
    if (!this.stopping) {
      this.again();
      await this.starting;
    }
    return ending?.exited;
  }

  private onExit(exit: Exit, livedMs: number): void {
    this.current = undefined;
    if (this.stopping || this.asked) return;
    this.died += 1;
    if (livedMs >= this.backoff.forgivenAfterMs) this.pauseMs = this.backoff.firstMs;
    const how = exit.signal ?? `code ${exit.code}`;
    this.tell(`${this.name} ended (${how}); starting it again`);
    const timer = setTimeout(() => this.again(), this.pauseMs);
    this.pause = { timer };
    this.pauseMs = Math.min(this.pauseMs * 2, this.backoff.mostMs);
  }

  private again(): void {
    this.starting = this.begin().catch((error: unknown) => {
      this.tell(`${this.name} can't be started: ${String(error)}\n${lastLines(this.kept.logFile)}`);
      this.onExit({ code: null, signal: null }, 0);
    });
  }
}
