#!/usr/bin/env node
// @ts-check
/**
 * `hermod`. Runs the command line as it was built; where nothing was built yet, its source. Older Nodes hand over to
 * the Node that came with the packages.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const WANTED_MAJOR = 24;
const built = new URL('../dist/main.js', import.meta.url);
const packagedNode = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

const isBuilt = existsSync(built);
const isOld = Number(process.versions.node.split('.')[0]) < WANTED_MAJOR;

if (isBuilt && (!isOld || !existsSync(packagedNode))) {
  const { runProcess } = await import(built.href);
  await runProcess();
} else {
  process.exitCode = handOver();
}

/** Runs it in a process of its own: on another Node, or with the condition that finds the sources. */
function handOver() {
  const node = existsSync(packagedNode) ? packagedNode : process.execPath;
  const source = fileURLToPath(new URL('../src/run-from-source.ts', import.meta.url));
  const entry = isBuilt ? [fileURLToPath(import.meta.url)] : ['--conditions=@hermod/source', source];
  const { status, signal, error } = spawnSync(node, [...entry, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (error !== undefined) {
    process.stderr.write(
      `hermod can't be started: ${error.message}\nInstall Node ${WANTED_MAJOR} or newer.\n`,
    );
    return 1;
  }
  return signal === null ? (status ?? 1) : 128 + constants.signals[signal];
}
