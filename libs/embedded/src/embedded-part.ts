import type { OwnedProcess } from './owned-process.ts';

/** A broker or a database that was started here, for whoever wants to see it die. */
export interface EmbeddedPart {
  /** Of the process, or of the one that forks the others; undefined between two lives. */
  readonly pid: number | undefined;
  /**
   * Sends it a signal. SIGSTOP and SIGCONT reach every process that belongs to it; any other one goes to the
   * first of them, as an administrator or the kernel would send it.
   */
  kill(signal: NodeJS.Signals): void;
  /**
   * Starts it again on the same data and port, and resolves when it answers. One that still runs is asked to end
   * first.
   * @throws HermodError START_FAILED.
   */
  revive(): Promise<void>;
}

/** How a part of one kind lives. */
export interface PartLives {
  /** Starts it and returns when it answers. */
  start(): Promise<OwnedProcess>;
  /** How it gets a signal; default: its process alone does. */
  signal?(child: OwnedProcess, signal: NodeJS.Signals): void;
  /** Waits until nothing of the life that ended is in the way of the next. */
  cleared?(): Promise<void>;
}

/** The same, for its owner. */
export interface OwnedPart extends EmbeddedPart {
  /** Ends it for good. */
  stop(): Promise<void>;
}

/**
 * Starts a part, and again when it's asked to.
 * @throws HermodError as its `start` does.
 */
export async function startPart(lives: PartLives): Promise<OwnedPart> {
  return new LivingPart(lives, await lives.start());
}

class LivingPart implements OwnedPart {
  readonly #lives: PartLives;
  #child: OwnedProcess;
  #reviving: Promise<void> | undefined;
  #isStopped = false;

  constructor(lives: PartLives, child: OwnedProcess) {
    this.#lives = lives;
    this.#child = child;
  }

  get pid(): number | undefined {
    return this.#child.isRunning() ? this.#child.pid : undefined;
  }

  kill(signal: NodeJS.Signals): void {
    if (!this.#child.isRunning()) return;
    if (this.#lives.signal === undefined) this.#child.kill(signal);
    else this.#lives.signal(this.#child, signal);
  }

  revive(): Promise<void> {
    this.#reviving ??= this.#again().finally(() => (this.#reviving = undefined));
    return this.#reviving;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    // How a revival ended is told to whoever asked for it.
    await this.#reviving?.catch(() => undefined);
    // A process that is held can't hear that it should end.
    this.kill('SIGCONT');
    await this.#child.stop();
  }

  async #again(): Promise<void> {
    this.kill('SIGCONT');
    await this.#child.stop();
    await this.#lives.cleared?.();
    if (!this.#isStopped) this.#child = await this.#lives.start();
  }
}
