#!/usr/bin/env node
// @ts-check
/**
 * `hermod`. Runs the command line as it was built, and builds it first where that was never done. Older Nodes hand over
 * to the Node that came with the packages.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED_MAJOR = 24;
const MAIN = new URL('../dist/main.js', import.meta.url);
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const TOOLS = fileURLToPath(new URL('../../../node_modules/.bin/', import.meta.url));
const PACKAGED_NODE = join(TOOLS, 'node');

const isOld = Number(process.versions.node.split('.')[0]) < WANTED_MAJOR;

if (isOld && existsSync(PACKAGED_NODE)) {
  process.exitCode = handOver();
} else if (existsSync(MAIN) || build()) {
  const { runProcess } = await import(MAIN.href);
  await runProcess();
} else {
  process.exitCode = 1;
}

/** Runs the same on the Node that came with the packages. */
function handOver() {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const { status, signal } = spawnSync(PACKAGED_NODE, args, { stdio: 'inherit' });
  return signal === null ? (status ?? 1) : 128 + constants.signals[signal];
}

/** Builds this package and those that it uses; true when that went well. */
function build() {
  process.stderr.write('hermod is being built, once…\n');
  const { status, error } = spawnSync(join(TOOLS, 'tsc'), ['-b', PACKAGE], { stdio: ['ignore', 2, 2] });
  if (status === 0) return true;
  const why = error === undefined ? '' : `: ${error.message}`;
  process.stderr.write(`hermod can't be built${why}\n  fix: run \`npm install\` where it lies, then again\n`);
  return false;
}
