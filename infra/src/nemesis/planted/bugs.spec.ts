import { spawnSync } from 'node:child_process';
import type { LoadHookSync } from 'node:module';
import { describe, expect, it } from 'vitest';
import { INVARIANT_NAMES } from '../checker/invariants.ts';
import { applyPatch } from './apply-patch.ts';
import { bugNamed, PLANTED_BUGS } from './bugs.ts';
import { compiledTexts, syntaxErrorsIn } from './compiled-text.ts';
import { envOf } from './env-of.ts';
import type { Patch, PlantedBug } from './planted-bug.ts';
import { plantingLoader, plantInto } from './planting-loader.ts';

const FILE = 'libs/messaging/dist/unit/inbox.js';
const BUG: PlantedBug = {
  name: 'made-up',
  caughtBy: 'no-double',
  says: 'Nothing.',
  shows: 'Nowhere.',
  needs: [],
  services: ['routing'],
  patches: [{ file: FILE, find: 'call(a, b)', replace: 'call(b, a)' }],
};
const [PATCH] = BUG.patches as [Patch];

describe('planted bugs', () => {
  it('are at least ten, each under a name of its own', () => {
    const names = new Set(PLANTED_BUGS.map(({ name }) => name));
    expect(names.size).toBe(PLANTED_BUGS.length);
    expect(names.size).toBeGreaterThanOrEqual(10);
  });

  it('are each caught by an invariant that the checker has', () => {
    for (const { caughtBy } of PLANTED_BUGS) expect(INVARIANT_NAMES).toContain(caughtBy);
  });

  describe.each(PLANTED_BUGS.map((bug) => [bug.name, bug] as const))('%s', (name, bug) => {
    const files = [...Map.groupBy(bug.patches, ({ file }) => file)];

    it.each(files)('fits %s, which stays JavaScript', (file, patches) => {
      for (const { from, text } of compiledTexts(file)) {
        const planted = plantInto(text, patches, name);
        expect(syntaxErrorsIn(planted), from).toEqual([]);
        expect(planted, from).not.toBe(text);
      }
    });
  });
});

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

  it('that finds nothing names its bug and its file', () => {
    expect(() => applyPatch('other()', PATCH, 'made-up')).toThrow(
      `planted bug made-up no longer fits: ${FILE} has this 0 times instead of once: call(a, b)`,
    );
  });

  it('that could mean two places is refused', () => {
    expect(() => applyPatch('call(a, b); call(a, b);', PATCH, 'made-up')).toThrow('2 times instead of once');
  });
});

describe('the loader', () => {
  const root = new URL('file:///hermod/');
  const loaded: LoadHookSync = (url, context, nextLoad) => plantingLoader(BUG, root)(url, context, nextLoad);
  const context = { conditions: [], format: 'module', importAttributes: {} };
  const load = (url: string, source: string | Uint8Array): unknown =>
    loaded(url, context, () => ({ format: 'module', source: source as string })).source;

  it('patches the files of the bug, as text or as bytes', () => {
    expect(load(`file:///hermod/${FILE}`, 'call(a, b)')).toBe('call(b, a)');
    expect(load(`file:///hermod/${FILE}`, Buffer.from('call(a, b)'))).toBe('call(b, a)');
  });

  it('leaves all other files as they are', () => {
    expect(load('file:///hermod/libs/messaging/dist/unit/outbox.js', 'call(a, b)')).toBe('call(a, b)');
  });
});

describe('a process that is started with a bug', () => {
  const start = (name: string): { status: number | null; stderr: string } => {
    const env = { PATH: process.env['PATH'], ...envOf({ name }) };
    return spawnSync(process.execPath, ['-e', ''], { env, encoding: 'utf8', timeout: 10_000 });
  };

  it('ends at once when nobody knows the bug', () => {
    const { status, stderr } = start('made-up');
    expect(status).not.toBe(0);
    expect(stderr).toContain('no bug is called made-up');
  });

  it('finds bugs by their names', () => {
    for (const bug of PLANTED_BUGS) expect(bugNamed(bug.name)).toBe(bug);
  });
});
