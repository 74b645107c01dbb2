import { spawnSync } from 'node:child_process';
import type { LoadHookSync } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { Alteration, Patch } from './alteration.ts';
import { alteringLoader } from './altering-loader.ts';
import { applyPatch } from './apply-patch.ts';
import { envOf } from './env-of.ts';
import { misfitsOf } from './misfits.ts';

const FILE = 'libs/messaging/dist/unit/inbox.js';
const PATCH: Patch = { file: FILE, find: 'call(a, b)', replace: 'call(b, a)' };
const MADE_UP: Alteration = { name: 'made-up', services: ['routing'], patches: [PATCH] };

describe('a patch', () => {
  it('replaces its text however that is broken into lines', () => {
    expect(applyPatch('x = call(\n  a,\n  b\n);', { ...PATCH, find: 'call( a, b )' }, 'made-up')).toBe(
      'x = call(b, a);',
    );
  });

  it('takes its text literally, and writes its own as it stands', () => {
    const patch = { ...PATCH, find: '#in.x[0]?.(a)', replace: '$& $1' };
    expect(applyPatch('this.#in.x[0]?.(a);', patch, 'made-up')).toBe('this.$& $1;');
  });

  it('that finds nothing names its alteration and its file', () => {
    expect(() => applyPatch('other()', PATCH, 'made-up')).toThrow(
      `alteration made-up no longer fits: ${FILE} has this 0 times instead of once: call(a, b)`,
    );
  });

  it('that could mean two places is refused', () => {
    expect(() => applyPatch('call(a, b); call(a, b);', PATCH, 'made-up')).toThrow('2 times instead of once');
  });
});

describe('the loader', () => {
  const root = new URL('file:///hermod/');
  const loaded: LoadHookSync = (url, context, nextLoad) =>
    alteringLoader(MADE_UP, root)(url, context, nextLoad);
  const context = { conditions: [], format: 'module', importAttributes: {} };
  const load = (url: string, source: string | Uint8Array): unknown =>
    loaded(url, context, () => ({ format: 'module', source: source as string })).source;

  it('patches the files of the alteration, as text or as bytes', () => {
    expect(load(`file:///hermod/${FILE}`, 'call(a, b)')).toBe('call(b, a)');
    expect(load(`file:///hermod/${FILE}`, Buffer.from('call(a, b)'))).toBe('call(b, a)');
  });

  it('leaves all other files as they are', () => {
    expect(load('file:///hermod/libs/messaging/dist/unit/outbox.js', 'call(a, b)')).toBe('call(a, b)');
  });
});

describe('what no longer fits', () => {
  it('is told by file', () => {
    expect(misfitsOf(MADE_UP)[0]).toBe(
      `alteration made-up no longer fits: ${FILE} has this 0 times instead of once: call(a, b) (source)`,
    );
  });

  it('is told where a patch leaves no JavaScript', () => {
    const broken = { ...PATCH, find: 'function periodOf(now, days) {', replace: 'function (' };
    expect(misfitsOf({ ...MADE_UP, patches: [broken] })[0]).toContain(`${FILE} (source): `);
  });

  it('ends a process that is started with it at once', () => {
    // Whatever is built or not: the file has no such text, or isn't there.
    const env = { PATH: process.env['PATH'], ...envOf(MADE_UP) };
    const { status, stderr } = spawnSync(process.execPath, ['-e', ''], {
      env,
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/alteration made-up no longer fits|ENOENT/);
  });
});
