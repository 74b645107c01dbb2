import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HermodError } from '@hermod/contracts';
import { REPOSITORY } from '@hermod/embedded';
import { runCommand } from '../system/run-command.ts';

/** Pinned: what it looks for, and how it counts, changes with its version. */
const VERSION = '4.32.5';
const FOLDER = join(REPOSITORY, '.hermod', `schemathesis-${VERSION}`);
const INSTALL_MS = 300_000;

/**
 * Schemathesis in an environment of its own, installed when it isn't there yet.
 * @returns the path of the program
 * @throws HermodError SCHEMATHESIS_MISSING that says what the machine lacks
 */
export async function installSchemathesis(): Promise<string> {
  const program = join(FOLDER, 'bin', 'schemathesis');
  if (existsSync(join(FOLDER, 'installed'))) return program;
  await demand('python3', ['--version'], 'there is no python3', 'install Python 3.10 or newer');
  // What an interrupted installation left would be taken for a whole one.
  rmSync(FOLDER, { recursive: true, force: true });
  await demand(
    'python3',
    ['-m', 'venv', FOLDER],
    'python3 can make no virtual environment',
    'install its module venv (Debian: python3-venv)',
  );
  const pip = join(FOLDER, 'bin', 'pip');
  await demand(
    pip,
    ['install', '--quiet', '--disable-pip-version-check', `schemathesis==${VERSION}`],
    `schemathesis ${VERSION} can not be installed`,
    'look at the network, or at how pip is set up',
  );
  await demand('touch', [join(FOLDER, 'installed')], 'the folder can not be written', 'look at its rights');
  return program;
}

async function demand(command: string, args: readonly string[], lack: string, fix: string): Promise<void> {
  const { code, output } = await runCommand(command, args, {}, INSTALL_MS);
  if (code === 0) return;
  throw new HermodError(
    'SCHEMATHESIS_MISSING',
    `The API can not be tried: ${lack}. To mend it, ${fix}.\n${output}`,
    {
      fix,
    },
  );
}
