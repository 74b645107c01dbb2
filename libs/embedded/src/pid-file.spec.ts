import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isOrphaned, stopLeftover, writePidFile } from './pid-file.ts';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

let folder: string;
let file: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hermod-pids-'));
  file = join(folder, 'it.pid');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function startSleeper(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  children.push(child);
  await new Promise((resolve) => child.once('spawn', resolve));
  return identify(child.pid!)!;
}

/** As if a starter had been killed: its id may be somebody else's by now, its start is not. */
const KILLED_STARTER: ProcessIdentity = { pid: process.pid, start: 'another time' };

function write(process_: ProcessIdentity, starter: ProcessIdentity): void {
  writeFileSync(file, JSON.stringify({ process: process_, starter }));
}

test('what a killed starter left is stopped', async () => {
  const left = await startSleeper();
  write(left, KILLED_STARTER);
  expect(isOrphaned(file)).toBe(true);
  await stopLeftover(file, 'it');
  expect(isAlive(left)).toBe(false);
  expect(existsSync(file)).toBe(false);
});

test('a process that only has the same id is left alone', async () => {
  const stranger = await startSleeper();
  write({ ...stranger, start: 'another time' }, KILLED_STARTER);
  await stopLeftover(file, 'it');
  expect(isAlive(stranger)).toBe(true);
});

test('what still has its starter is refused, and left running', async () => {
  const running = await startSleeper();
  writePidFile(file, running.pid);
  expect(isOrphaned(file)).toBe(false);
  await expect(stopLeftover(file, 'Kafka')).rejects.toThrow(/Kafka of this folder already runs/);
  expect(isAlive(running)).toBe(true);
});

test('a file that was cut short blocks nothing', async () => {
  writeFileSync(file, '{"process":{"pi');
  await stopLeftover(file, 'it');
  expect(existsSync(file)).toBe(false);
});
