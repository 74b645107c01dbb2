import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@hermod/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { supervise, type KeptProcess, type Supervised } from './supervisor.ts';

const QUICK = { firstMs: 10, mostMs: 40, forgivenAfterMs: 10_000 };

let folder: string;
let supervised: Supervised | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hermod-supervisor-'));
});
afterEach(async () => {
  await supervised?.stop();
  rmSync(folder, { recursive: true });
});

function script(code: string): KeptProcess {
  return {
    name: 'clerk',
    command: process.execPath,
    args: ['-e', code],
    env: process.env,
    logFile: join(folder, 'clerk.log'),
    pidFile: join(folder, 'clerk.pid'),
    stopGraceMs: 200,
  };
}

const log = (): string => readFileSync(join(folder, 'clerk.log'), 'utf8');
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('starts a process again when it was killed', async () => {
  const told: string[] = [];
  supervised = await supervise(
    script('console.log("up"); setInterval(() => {}, 1000)'),
    (line) => told.push(line),
    QUICK,
  );
  await eventually(() => expect(log()).toContain('up'));
  const first = supervised.pid()!;
  supervised.kill('SIGKILL');
  await eventually(() => {
    expect(supervised!.pid()).toBeTypeOf('number');
    expect(supervised!.pid()).not.toBe(first);
  });
  expect(told).toEqual(['clerk ended (SIGKILL); starting it again']);
  await eventually(() => expect(log().match(/up/g)).toHaveLength(2));
});

test('keeps trying when a process dies at once, and counts', async () => {
  supervised = await supervise(script('process.exit(3)'), () => undefined, QUICK);
  await eventually(() => expect(supervised!.deaths()).toBeGreaterThan(3));
});

test('a stopped process had time to end, and stays ended', async () => {
  const polite =
    'process.on("SIGTERM", () => { console.log("bye"); process.exit(0) }); console.log("up"); setInterval(() => {}, 1000)';
  supervised = await supervise(script(polite), () => undefined, QUICK);
  await eventually(() => expect(log()).toContain('up'));
  await supervised.stop();
  expect(log()).toContain('bye');
  expect(supervised.pid()).toBeUndefined();
});

test('a process that will not end is killed', async () => {
  const stubborn =
    'process.on("SIGTERM", () => console.log("no")); console.log("up"); setInterval(() => {}, 1000)';
  supervised = await supervise(script(stubborn), () => undefined, QUICK);
  await eventually(() => expect(log()).toContain('up'));
  const pid = supervised.pid()!;
  await supervised.stop();
  expect(log()).toContain('no');
  expect(isAlive(pid)).toBe(false);
});

test('stopping between two lives starts no third', async () => {
  supervised = await supervise(script('process.exit(1)'), () => undefined, { ...QUICK, firstMs: 5_000 });
  await eventually(() => expect(supervised!.deaths()).toBe(1));
  await supervised.stop();
  expect(supervised.pid()).toBeUndefined();
});

test('a restart lets a process end, begins its next life at once, and counts no death', async () => {
  const polite =
    'process.on("SIGTERM", () => { console.log("bye"); process.exit(0) }); console.log("up"); setInterval(() => {}, 1000)';
  const told: string[] = [];
  supervised = await supervise(script(polite), (line) => told.push(line), { ...QUICK, firstMs: 60_000 });
  await eventually(() => expect(log()).toContain('up'));
  const first = supervised.pid();
  expect(await supervised.restart()).toEqual({ code: 0, signal: null });
  expect(supervised.pid()).not.toBe(first);
  await eventually(() => expect(log().trim().split('\n')).toEqual(['up', 'bye', 'up']));
  expect({ deaths: supervised.deaths(), told }).toEqual({ deaths: 0, told: [] });
});

test('a restart between two lives waits for no pause', async () => {
  supervised = await supervise(script('process.exit(1)'), () => undefined, { ...QUICK, firstMs: 60_000 });
  await eventually(() => expect(supervised!.deaths()).toBe(1));
  expect(await supervised.restart()).toBeUndefined();
  await eventually(() => expect(supervised!.deaths()).toBe(2));
});
