import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blockedFolder, requireReachable } from './postgres-user.ts';

/** Neither owner nor group of anything here. */
const SOMEBODY = { uid: 64_001, gid: 64_001 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hermod-user-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the outermost closed folder is named, with the fix', () => {
  const closed = join(folder, 'closed');
  mkdirSync(join(closed, 'inner'), { recursive: true });
  chmodSync(closed, 0o700);
  expect(blockedFolder(join(closed, 'inner'), SOMEBODY)).toBe(closed);
  expect(() => requireReachable(join(closed, 'inner'), SOMEBODY)).toThrow(`chmod o+x ${closed}`);
});

test('a folder that may be passed but not listed is open enough', () => {
  chmodSync(folder, 0o711);
  expect(blockedFolder(folder, SOMEBODY)).toBeUndefined();
});

test('nobody has to be asked when the database runs as its starter', () => {
  chmodSync(folder, 0o700);
  expect(() => requireReachable(folder, undefined)).not.toThrow();
});
