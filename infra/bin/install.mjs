// @ts-check
/** Installs the packages of package-lock.json, when they aren't there. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unmet } from './requirements.mjs';

/**
 * True when node_modules holds what the lock file asks for: by the stamp of an earlier start, or by npm's own
 * list of what it installed.
 * @param {string} root
 */
export function isInstalled(root) {
  const stamp = join(root, 'node_modules', '.hermod-lock');
  const digest = lockDigest(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return true;
  if (!holdsAll(root)) return false;
  writeFileSync(stamp, digest);
  return true;
}

/**
 * Runs `npm ci` and leaves the stamp. Packages' own install scripts are not needed, so they don't run.
 * @param {string} root
 */
export async function install(root) {
  const said = await npm(root, ['ci', '--no-audit', '--no-fund', '--ignore-scripts']);
  if (said !== undefined) throw new Unmet(`npm ci failed; mend what it says and start again:\n${said}`);
  writeFileSync(join(root, 'node_modules', '.hermod-lock'), lockDigest(root));
}

/** @param {string} root */
function lockDigest(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** @param {string} root */
function holdsAll(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(hidden);
  return Object.entries(wanted)
    .filter(([path, entry]) => path.includes('node_modules/') && entry.optional !== true)
    .every(([path, entry]) => installed[path] !== undefined && installed[path].version === entry.version);
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<string | undefined>} the end of what it said, when it failed
 */
function npm(root, args) {
  return new Promise((resolve) => {
    const child = spawn('npm', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const listen = (/** @type {Buffer} */ chunk) => {
      said = (said + chunk.toString('utf8')).slice(-4_000);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (error) => resolve(String(error)));
    child.once('close', (code) => resolve(code === 0 ? undefined : said.trim()));
  });
}
