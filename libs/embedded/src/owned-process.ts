import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { HermodError } from '@hermod/contracts';
import { removePidFile, stopLeftover, writePidFile } from './pid-file.ts';

/** How a process is started. */
export interface OwnedProcessOptions {
  /** What it is called in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Gets its standard output and error, appended. */
  readonly logFile: string;
  /** Remembers it over a crash of the starter. */
  readonly pidFile: string;
  /** What asks it to end; default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long it may take to end before it is killed; default 10 s. */
  readonly stopGraceMs?: number;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly cwd?: string;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child that this process started and alone may stop. */
export interface OwnedProcess {
  readonly name: string;
  readonly pid: number;
  /** Settles when it has ended, whatever the reason; never rejects. */
  readonly exited: Promise<Exit>;
  readonly isRunning: () => boolean;
  /** Sends it a signal, if it still runs. */
  kill(signal: NodeJS.Signals): void;
  /** Asks it to end, kills it after the grace, and returns when it is gone. */
  stop(): Promise<void>;
}

/** Children that still run when this process ends in whatever way: they are asked to end too. */
const running = new Map<ChildProcess, NodeJS.Signals>();
process.on('exit', () => {
  for (const [child, signal] of running) child.kill(signal);
});

const MAX_LOG_BYTES = 20_000_000;

/**
 * Starts a process in a group of its own, so that Ctrl-C reaches only the starter, which then stops its
 * children in order. One that a crashed run left behind is stopped first.
 * @throws HermodError ALREADY_RUNNING, COMMAND_MISSING.
 */
export async function startOwned(options: OwnedProcessOptions): Promise<OwnedProcess> {
  const { name, stopSignal = 'SIGTERM', stopGraceMs = 10_000 } = options;
  await stopLeftover(options.pidFile, name, stopSignal);
  const child = await spawnLogged(options);
  const pid = child.pid!;
  running.set(child, stopSignal);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      removePidFile(options.pidFile);
      resolve({ code, signal });
    });
  });
  writePidFile(options.pidFile, pid);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  const kill = (signal: NodeJS.Signals): void => {
    if (isRunning()) child.kill(signal);
  };
  const stop = async (): Promise<void> => {
    kill(stopSignal);
    const timer = setTimeout(() => kill('SIGKILL'), stopGraceMs);
    await exited;
    clearTimeout(timer);
  };
  return { name, pid, exited, isRunning, kill, stop };
}

async function spawnLogged(options: OwnedProcessOptions): Promise<ChildProcess> {
  rotate(options.logFile);
  const log = openSync(options.logFile, 'a');
  try {
    const child = spawn(options.command, options.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: options.env,
      ...(options.user === undefined ? {} : options.user),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return child;
  } catch (cause) {
    throw new HermodError('COMMAND_MISSING', `${options.name}: '${options.command}' can't be run`, { cause });
  } finally {
    closeSync(log);
  }
}

function rotate(logFile: string): void {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.1`);
}

/** The last lines of a log, for an error message. */
export function lastLines(logFile: string, lines = 6): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/**
 * Runs `probe` until it holds.
 * @throws HermodError START_FAILED with the end of the log when the process ends or `deadlineMs` passes.
 */
export async function untilReady(
  child: OwnedProcess,
  logFile: string,
  deadlineMs: number,
  probe: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    let cause: unknown;
    try {
      await probe();
      return;
    } catch (error) {
      cause = error;
    }
    if (!child.isRunning() || Date.now() > deadline) {
      const what = child.isRunning() ? `was not ready within ${deadlineMs / 1000} s` : 'ended while starting';
      await child.stop();
      throw new HermodError(
        'START_FAILED',
        `${child.name} ${what}; ${logFile} ends with:\n${lastLines(logFile)}`,
        { cause },
      );
    }
    await Promise.race([child.exited, new Promise((resolve) => setTimeout(resolve, 50))]);
  }
}
