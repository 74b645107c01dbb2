import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { system } from './hermod.ts';

const HERMOD = fileURLToPath(new URL('../../../apps/cli/bin/hermod.mjs', import.meta.url));
const DEADLINE_MS = 60_000;

/** How a call of `hermod` ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CallOptions {
  /** Replaces variables of the environment; an empty one counts as unset. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The standard input. */
  readonly input?: string;
  /** Gets the process when it has started. */
  readonly started?: (child: ChildProcess) => void;
}

/** Calls the built `hermod` as a script would: nothing is a terminal, and the running system is the one it is told. */
export async function hermod(args: readonly string[], options: CallOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [HERMOD, ...args], {
    cwd: options.cwd ?? import.meta.dirname,
    timeout: DEADLINE_MS,
    env: {
      PATH: process.env['PATH'],
      HERMOD_URL: system.gatewayUrl,
      HERMOD_API_KEY: system.apiKey,
      KAFKA_BROKERS: system.brokers,
      DATABASE_URL: system.databaseUrls.routing,
      HERMOD_SIMULATOR_URL: system.simulatorUrl,
      HERMOD_SMTP_PORT: String(system.simulatorPorts.HERMOD_SMTP_PORT),
      ...options.env,
    },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  options.started?.(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, out, err };
}
