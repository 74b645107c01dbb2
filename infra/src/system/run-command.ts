import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';

/** How a command ended, and the end of what it said. */
export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
}

const MAX_OUTPUT = 200_000;
const running = new Set<ChildProcess>();

/**
 * Runs a program of the repository's packages (or of the PATH) at its root and collects what it says.
 * @param timeoutMs it is asked to end after that; default 10 min.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  timeoutMs = 600_000,
): Promise<CommandResult> {
  const path = `${join(REPOSITORY, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`;
  const child = spawn(command, args, {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: path, NO_COLOR: '1', ...env },
    timeout: timeoutMs,
  });
  running.add(child);
  let output = '';
  const listen = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-MAX_OUTPUT);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output += String(error);
      resolve(null);
    });
    child.once('close', (exitCode) => resolve(exitCode));
  });
  running.delete(child);
  return { code, output };
}

/** Passes a signal on to whatever runs now. */
export function signalCommands(signal: NodeJS.Signals): void {
  for (const child of running) child.kill(signal);
}
