import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HermodError } from '@hermod/contracts';
import { STATE_FOLDER } from '@hermod/embedded';
import { runCommand } from '../system/run-command.ts';

/** The version whose promtool and server the rules are tested with, as Debian packs it. */
const VERSION = '2.42.0';
const PACKAGE = `prometheus=${VERSION}+*`;
/** The version stands in the name, so a new one is fetched and the old one isn't mixed in. */
const FOLDER = join(STATE_FOLDER, 'tools', `prometheus-${VERSION}`);
const TIMEOUT_MS = 180_000;

export interface PrometheusTools {
  readonly prometheus: string;
  readonly promtool: string;
}

/**
 * Prometheus and its promtool: those of this machine where they are installed, else out of Debian's package, unpacked
 * under `.hermod/tools`. Nothing is installed and no script of the package runs; no root is needed.
 * @throws HermodError PROMETHEUS_MISSING with what was tried.
 */
export async function prometheusTools(): Promise<PrometheusTools> {
  const unpacked = toolsIn(FOLDER);
  if (existsSync(unpacked.promtool)) return unpacked;
  if ((await runCommand('promtool', ['--version'])).code === 0)
    return { prometheus: 'prometheus', promtool: 'promtool' };
  mkdirSync(join(STATE_FOLDER, 'tools'), { recursive: true });
  const folder = mkdtempSync(`${FOLDER}-`);
  try {
    await unpack(await download(folder), folder);
    renameSync(folder, FOLDER);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    // Two runs may fetch at once: the first to finish wins.
    if (!existsSync(unpacked.promtool)) throw error;
  }
  return unpacked;
}

function toolsIn(folder: string): PrometheusTools {
  return {
    prometheus: join(folder, 'usr', 'bin', 'prometheus'),
    promtool: join(folder, 'usr', 'bin', 'promtool'),
  };
}

/** By the machine's package lists; where they are missing or old, by lists of our own. */
async function download(folder: string): Promise<string> {
  const own = join(folder, 'apt');
  for (const part of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(join(own, part), { recursive: true });
  const withOwnLists = [
    '-o',
    `Dir::State::lists=${join(own, 'lists')}`,
    '-o',
    `Dir::Cache=${join(own, 'cache')}`,
  ];
  const fetch = (options: readonly string[]): Promise<{ code: number | null; output: string }> =>
    runCommand(
      'sh',
      ['-c', 'cd "$0" && exec apt-get "$@"', folder, '-q', ...options, 'download', PACKAGE],
      {},
      TIMEOUT_MS,
    );
  let said = await fetch([]);
  if (said.code !== 0) {
    await runCommand('apt-get', ['-q', ...withOwnLists, 'update'], {}, TIMEOUT_MS);
    said = await fetch(withOwnLists);
  }
  const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (said.code === 0 && file !== undefined) return join(folder, file);
  throw missing(`apt-get download ${PACKAGE} said:\n${said.output.trim().slice(-1_000)}`);
}

async function unpack(file: string, folder: string): Promise<void> {
  const { code, output } = await runCommand('dpkg-deb', ['-x', file, folder], {}, TIMEOUT_MS);
  rmSync(file);
  rmSync(join(folder, 'apt'), { recursive: true, force: true });
  const { promtool } = toolsIn(folder);
  const runs = code === 0 && (await runCommand(promtool, ['--version'])).code === 0;
  if (!runs) throw missing(`its package could not be unpacked or does not run here: ${output.trim()}`);
}

function missing(why: string): HermodError {
  return new HermodError(
    'PROMETHEUS_MISSING',
    `Prometheus ${VERSION} (with promtool) is not here and could not be had: ${why}`,
    {
      fix: `install Prometheus ${VERSION} or later, so that 'prometheus' and 'promtool' are on the PATH`,
    },
  );
}
