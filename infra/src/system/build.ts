import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@hermod/embedded';
import { type CommandResult, runCommand } from './run-command.ts';

const CONSOLE = join(REPOSITORY, 'apps', 'console');
const STAMP = join(CONSOLE, 'dist', 'built-from');
/** What the console's files depend on: itself, the libraries that it may use, and what is installed. */
const SOURCES = [
  join(CONSOLE, 'src'),
  join(CONSOLE, 'public'),
  join(CONSOLE, 'index.html'),
  join(CONSOLE, 'vite.config.ts'),
  join(CONSOLE, 'package.json'),
  ...['api', 'calendar', 'contracts', 'channels', 'consent-policy', 'journey'].map((library) =>
    join(REPOSITORY, 'libs', library, 'src'),
  ),
  join(REPOSITORY, 'package-lock.json'),
];

/** Compiles what has changed, and builds the console's files when they have. */
export async function buildAll(): Promise<CommandResult> {
  const compiled = await runCommand('tsc', ['-b']);
  return compiled.code === 0 ? buildConsole() : compiled;
}

async function buildConsole(): Promise<CommandResult> {
  const digest = digestOf(SOURCES);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) return { code: 0, output: '' };
  const built = await runCommand('vite', ['build', CONSOLE, '--logLevel', 'warn']);
  if (built.code === 0) writeFileSync(STAMP, digest);
  return built;
}

/** By content and not by time, which a checkout changes. */
function digestOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesUnder)) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
